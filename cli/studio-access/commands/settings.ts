import { writeFileSync } from 'node:fs';
import type { Context, DeploymentChoice } from '../context';
import { Failure } from '../failure';
import { settingsOfDeployment } from '../settings/read';
import type { Result } from './result';

/** Whose settings are written, and where. */
export interface SettingsOptions extends DeploymentChoice {
  /** @default standard output */
  readonly out?: string;
}

/** Writes the settings of a deployment, for the people who use it: nothing in them is secret. */
export async function settings(context: Context, { out, ...choice }: SettingsOptions): Promise<Result> {
  const found = await settingsOfDeployment(context, choice);
  const text = JSON.stringify(found, undefined, 2);
  if (out === undefined) return { text, json: found };
  try {
    writeFileSync(out, `${text}\n`);
  } catch (error) {
    throw new Failure({
      code: 'cannot_write',
      what: `${out} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''}).`,
      todo: 'Name another file with --out.',
    });
  }
  return { text: `Wrote ${out}: give it to the people who open Studio.`, json: { file: out } };
}
