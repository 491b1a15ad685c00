import { App, Testing } from 'cdktf';
import { EnvironmentStack } from '../constructs/environment-stack';
import { environmentWith } from './environments';
import { folderOfRun } from './folder-of-run';
import type { StackJson } from './terraform-json';

/** The parts of a small stack that are about its blocks. */
type SmallStack = Pick<StackJson, 'resource' | 'moved' | 'removed'> & {
  readonly check?: Readonly<Record<string, unknown>>;
  readonly locals?: Readonly<Record<string, string>>;
};

/**
 * Synthesizes a stack that holds nothing but what a test adds.
 * @param changes to the example, as of `exampleWith`
 */
export function synthesizeSmall(
  add: (stack: EnvironmentStack) => void,
  changes: Readonly<Record<string, unknown>> = {},
): SmallStack {
  const app = new App({ outdir: folderOfRun(), stackTraces: false });
  const stack = new EnvironmentStack(app, 'network', environmentWith(changes));
  add(stack);
  return JSON.parse(Testing.synth(stack)) as SmallStack;
}
