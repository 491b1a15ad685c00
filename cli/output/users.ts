import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { sleep } from '../process-lock';
import { ancestors, identityOf, lifeOf, type ProcessIdentity, type RunningProcess } from '../processes';
import { kindOf, replaceFile } from './files';
import type { Layout } from './layout';
import { stacksOf, type Manifest } from './manifest';

/** A command that has synthesized into the folder, `cdktf` or a teardown, and reads it until it ends. */
const userSchema = z.object({
  host: z.string(),
  pid: z.int(),
  startTime: z.string().optional(),
  command: z.string(),
  since: z.string(),
});

type User = z.infer<typeof userSchema>;

/** Commands that end within seconds after their synth, so that synthesis waits for them. */
const shortCommands = ['cdktf synth', 'cdktn synth', 'cdktf list', 'cdktn list'];

const waitSeconds = 10;

/** Older records are ignored where nothing shows whether their process still runs, or still holds its lock. */
const recordForMilliseconds = 60 * 60 * 1000;

/**
 * Remembers which cdktf command this synthesis belongs to. That command lets Terraform read the folder after this
 * process has ended, and may do so for an hour.
 *
 * @param variables `CDKTF_CONTEXT_JSON` and `CDKTF_OUTDIR` are what cdktf gives to the programs it starts
 */
export function recordUser(layout: Layout, variables: NodeJS.ProcessEnv): void {
  if (!variables.CDKTF_CONTEXT_JSON || !variables.CDKTF_OUTDIR) return;
  const cdktf = ancestors().find((ancestor) => cdktfCommand(ancestor) !== undefined);
  if (cdktf === undefined) return;
  writeUser(layout, identityOf(cdktf), cdktfCommand(cdktf) ?? '');
}

/**
 * Remembers that this process reads the folder until it ends: another synth that would change it is refused until then.
 *
 * @param command for people: `npm run teardown`
 * @returns forgets it again
 */
export function recordThisProcess(layout: Layout, command: string): () => void {
  const file = writeUser(layout, identityOf(), command);
  return () => {
    rmSync(file, { force: true });
  };
}

function writeUser({ users }: Layout, identity: ProcessIdentity, command: string): string {
  const user: User = { ...identity, command, since: new Date().toISOString() };
  const file = path.join(users, `${identity.pid}.json`);
  mkdirSync(users, { recursive: true, mode: 0o700 });
  replaceFile(file, `${JSON.stringify(user)}\n`, 0o600);
  return file;
}

/**
 * Waits for short commands that read the output.
 *
 * @throws if somebody goes on reading: a `cdktf` command other than the one that started this process, or Terraform
 */
export function refuseWhileUsed(
  layout: Layout,
  manifest: Manifest | undefined,
  onWait: (user: string) => void,
): void {
  const until = Date.now() + waitSeconds * 1000;
  let hasWaited = false;
  for (;;) {
    const [found] = otherUsers(layout);
    if (found === undefined) break;
    const { user, file, life } = found;
    const name = `${user.command} (process ${user.pid}, since ${user.since})`;
    if (life === 'unknown') {
      throw new Error(
        `${name} may still use ${layout.folder} in a container or on another machine, which cannot be seen from here: ` +
          `nothing has been changed. If it has ended, remove ${file} and run the command again`,
      );
    }
    if (!shortCommands.includes(user.command) || Date.now() > until) {
      throw new Error(
        `${name} uses ${layout.folder}, and this synth would change what it deploys: nothing has been changed. ` +
          'Wait until it has ended, then run the command again',
      );
    }
    if (!hasWaited) onWait(name);
    hasWaited = true;
    sleep(200);
  }
  const locks = stacksOf(manifest).flatMap((stack) => lockOf(layout.folder, stack) ?? []);
  if (locks.length > 0) throw new Error(locks.join('\n'));
}

/** The subcommand of a cdktf process, such as `cdktf deploy`: its options may be secret. */
function cdktfCommand({ command }: RunningProcess): string | undefined {
  const at = command.findIndex((word) => /(?:^|[\\/])(?:cdktf|cdktn)(?:\.c?js|\.cmd)?$/.test(word));
  if (at < 0) return undefined;
  const name = path.basename(command[at]?.replaceAll('\\', '/') ?? '').replace(/\..*$/, '');
  const subcommand = command.slice(at + 1).find((word) => /^[a-z]+$/.test(word)) ?? '';
  return `${name} ${subcommand}`.trim();
}

interface FoundUser {
  readonly user: User;
  /** Path of its record. */
  readonly file: string;
  readonly life: 'alive' | 'unknown';
}

function otherUsers({ users }: Layout): FoundUser[] {
  if (kindOf(users) !== 'folder') return [];
  const own = ancestors();
  return readdirSync(users).flatMap((name) => {
    const file = path.join(users, name);
    const user = parseUser(file);
    const life = user === undefined ? 'gone' : lifeOf(user);
    if (user === undefined || life === 'gone' || (life === 'unknown' && hasProbablyEnded(user))) {
      rmSync(file, { force: true });
      return [];
    }
    const isOwn =
      life === 'alive' && own.some(({ pid, startTime }) => pid === user.pid && startTime === user.startTime);
    return isOwn ? [] : [{ user, file, life }];
  });
}

/** Whether a command in a container or on another machine has probably ended. */
function hasProbablyEnded({ command, since }: User): boolean {
  return shortCommands.includes(command) || Date.now() - Date.parse(since) > recordForMilliseconds;
}

function parseUser(file: string): User | undefined {
  try {
    return userSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

const backendSchema = z.object({
  terraform: z.object({ backend: z.object({ local: z.object({ path: z.string() }) }) }),
});

const lockRecordSchema = z.object({ Operation: z.string(), Who: z.string(), Created: z.string() });

/**
 * Says who has locked a stack's local state. When Terraform is killed, the record of a lock stays, but the lock does not.
 * https://developer.hashicorp.com/terraform/language/backend/local
 */
function lockOf(folder: string, stack: string): string | undefined {
  const stackFolder = path.join(folder, 'stacks', stack);
  const backend = readJson(path.join(stackFolder, 'cdk.tf.json'), backendSchema);
  if (backend === undefined) return undefined;
  const state = path.resolve(stackFolder, backend.terraform.backend.local.path);
  const recordFile = path.join(path.dirname(state), `.${path.basename(state)}.lock.info`);
  const record = readJson(recordFile, lockRecordSchema);
  if (record === undefined || !isLocked(state, Date.parse(record.Created))) return undefined;
  const program = record.Operation.replace(/^OperationType/, '').toLowerCase();
  return (
    `Terraform (${program}, ${record.Who}, since ${record.Created}) works on the stack ${stack}, and this synth would ` +
    'change its files: nothing has been changed. Wait until it has ended, then run the command again ' +
    `(if no Terraform is running, remove ${recordFile})`
  );
}

function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function isLocked(state: string, createdAt: number): boolean {
  const stats = statSync(state, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (process.platform !== 'linux') return Date.now() - createdAt < recordForMilliseconds;
  // https://man7.org/linux/man-pages/man5/proc_locks.5.html
  const locked = readFileSync('/proc/locks', 'utf8').matchAll(/ [0-9a-f]+:[0-9a-f]+:(\d+) /g);
  return [...locked].some(([, inode]) => Number(inode) === stats.ino);
}
