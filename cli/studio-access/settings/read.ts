import { readFileSync } from 'node:fs';
import type { Context, DeploymentChoice } from '../context';
import { Failure } from '../failure';
import { settingsFile } from '../folders';
import { type Settings, settingsSchema } from './schema';

/** What the person chose on the command line. */
export interface SettingsChoice {
  /** `--settings`: path of the file. */
  readonly settings?: string;
  /** `--env`: name of a deployment, in a checkout of the project. */
  readonly env?: string;
}

/**
 * The settings: of the deployment that `--env` names, else from the file that `--settings` or the variable
 * `STUDIO_ACCESS_SETTINGS` names, else from the usual one.
 *
 * @throws Failure with every problem of the file at once
 */
export async function readSettings(context: Context, { settings, env }: SettingsChoice): Promise<Settings> {
  if (env !== undefined) return settingsOfDeployment(context, { env });
  const variable = context.variables.STUDIO_ACCESS_SETTINGS;
  const named = settings ?? (variable === '' ? undefined : variable);
  const file = named ?? settingsFile(context);
  return parseSettings(readText(file, named !== undefined), file);
}

/** Settings of a deployment. @throws Failure outside a checkout */
export async function settingsOfDeployment(
  { deployedSettings }: Context,
  choice: DeploymentChoice,
): Promise<Settings> {
  if (deployedSettings !== undefined) return deployedSettings(choice);
  throw new Failure({
    code: 'no_checkout',
    what: '--env reads the outputs of a deployment, which needs a checkout of the project.',
    todo: 'There, run: npm run studio-access -- settings --env NAME --out FILE; here, use that file with --settings FILE.',
    ending: 'usage',
  });
}

/** @throws Failure with every problem */
export function parseSettings(text: string, file: string): Settings {
  const { data, error } = settingsSchema.safeParse(parseJson(text, file));
  if (error === undefined) return data;
  const problems = error.issues.map(({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`);
  throw wrongFile(
    file,
    `has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.join('\n')}`,
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw wrongFile(file, 'is not JSON.');
  }
}

function wrongFile(file: string, problem: string): Failure {
  return new Failure({
    code: 'settings_wrong',
    what: `The settings in ${file} cannot be used: the file ${problem}`,
    todo: 'Ask whoever gave you the file for a new one.',
  });
}

function readText(file: string, isNamed: boolean): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Failure({
      code: 'settings_missing',
      what: `The settings cannot be read from ${file} (${code}).`,
      todo: isNamed
        ? 'Correct --settings or STUDIO_ACCESS_SETTINGS.'
        : 'Ask your operator for the file, and save it there; or name it with --settings FILE or the variable STUDIO_ACCESS_SETTINGS.',
    });
  }
}
