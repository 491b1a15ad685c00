import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandLine, type CommandLine } from '../command-line';
import type { Lab } from '../../system/lab';
import { withPassword } from '../../system/people';
import { isObject, parseObject, type JsonObject } from '../../shared/json';
import type { Doctor } from './set-up';

interface Known {
  readonly of: string;
  readonly desk: Promise<CommandLine>;
}

/** Many rows use one desk, as long as nobody changes the program or the deployment. */
const desks = new WeakMap<Lab, Known>();

/** A desk at which alice is signed in. */
export function signedInDesk(lab: Lab): Promise<CommandLine> {
  const of = versionOf(lab);
  const known = desks.get(lab);
  if (known?.of === of) return known.desk;
  const desk = signIn(lab);
  desks.set(lab, { of, desk });
  return desk;
}

async function signIn(lab: Lab): Promise<CommandLine> {
  const desk = await commandLine(lab);
  const { name, password } = await withPassword(lab, 'alice');
  const { exitCode, stderr } = await desk.run(['login', '--store-in-file'], { input: [name, password] });
  if (exitCode !== 0) throw new Error(`alice could not sign in: ${stderr}`);
  return desk;
}

/** Changes with the sources of the program, and with what is deployed. */
function versionOf({ deployed: { deployment }, outputs }: Lab): string {
  const hash = createHash('sha256').update(JSON.stringify(outputs));
  for (const folder of ['api', 'cli']) {
    for (const name of readdirSync(deployment.project.path(folder), { recursive: true, encoding: 'utf8' })) {
      const file = deployment.project.path(folder, name);
      if (statSync(file).isFile()) hash.update(name).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** The doctor on a desk; each answer is one JSON document. */
export function doctorOf(desk: CommandLine): Doctor {
  return ({ variables, args = [], input = [], host } = {}) =>
    desk.run(['doctor', '--json', ...args], {
      ...(variables && { variables }),
      ...(host && { host }),
      input,
    });
}

/** Settings of the desk with changes. @returns their file */
export function settingsWith(desk: CommandLine, change: (settings: JsonObject) => JsonObject): string {
  const file = path.join(mkdtempSync(path.join(desk.home, 'settings-')), 'settings.json');
  writeFileSync(file, JSON.stringify(change(parseObject(readFileSync(desk.settings, 'utf8')))));
  return file;
}

/** A part of settings, to change it. */
export function part(settings: JsonObject, key: string): JsonObject {
  const value = settings[key];
  if (!isObject(value)) throw new Error(`the settings have no ${key}`);
  return value;
}

/** A home folder with the session of the desk, changed. @returns the folder */
export function homeWith(desk: CommandLine, change: (session: JsonObject) => JsonObject): string {
  const home = mkdtempSync(path.join(desk.home, 'home-'));
  const state = path.join('.local', 'state', 'studio-access');
  cpSync(path.join(desk.home, state), path.join(home, state), { recursive: true });
  const folder = path.join(home, state, 'sessions');
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const session = parseObject(Buffer.from(readFileSync(file, 'utf8'), 'base64').toString());
    const text = Buffer.from(JSON.stringify(change(session))).toString('base64');
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
  }
  return home;
}
