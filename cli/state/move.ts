import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Variables } from '../variables';
import { terraformOutput } from '../terraform/terraform';
import { misplacedStates, questionOf, type ExpectedState, type MisplacedState } from './misplaced';
import { initializationRecordIn, initializedPlace } from './find';
import { movedAwayName } from './moved-away';
import { outputFolders } from './output-folders';
import { backendOf, describePlace, environmentNameOf, type StatePlace } from './place';

interface MoveOptions {
  /** Variables for Terraform: credentials for the state, and PATH. */
  readonly variables: Variables;
  /** Time of the move; it names the folder that keeps the old local files. */
  readonly time: Date;
  /** Gets a line for each step. */
  readonly onProgress: (line: string) => void;
}

const snapshotSchema = z.looseObject({
  serial: z.number(),
  lineage: z.string(),
  outputs: z.looseObject({}),
  resources: z.array(
    z.looseObject({ mode: z.string(), type: z.string(), name: z.string(), module: z.string().optional() }),
  ),
});

/** A state as `terraform state pull` gives it. */
type Snapshot = z.infer<typeof snapshotSchema>;

const nothing: Snapshot = { serial: 0, lineage: '', outputs: {}, resources: [] };

/**
 * Moves the states that are elsewhere to where the environment file says. All are copied and compared first; only then
 * do old local files get another name, and Terraform's records of the old places go. Whenever it is interrupted, it
 * can be run again. What is in S3 stays there.
 *
 * @returns how many states are at their new place now
 * @throws before anything is changed, if a state cannot be said to be the environment's, is in use, or would replace
 *   another one; with Terraform's words if Terraform fails
 */
export async function moveStates(expected: ExpectedState, options: MoveOptions): Promise<number> {
  const misplaced = misplacedStates(questionOf(expected));
  requireMovable(misplaced, expected);
  for (const state of misplaced) await copyState(state, expected, options);
  for (const { found } of misplaced) keepOldFile(found.place, expected, options);
  forgetPlaces(expected);
  return misplaced.length;
}

function requireMovable(misplaced: readonly MisplacedState[], { projectFolder }: ExpectedState): void {
  const inWords = ({ found }: MisplacedState) =>
    `${found.stack}: ${describePlace(found.place, projectFolder)}`;
  const unknown = misplaced.filter(({ isOfEnvironment }) => !isOfEnvironment);
  const several = misplaced.filter(({ found }) =>
    misplaced.some((other) => other.found !== found && other.found.stack === found.stack),
  );
  const problems = [
    ...unknown.map(
      (state) => `${inWords(state)} may be another environment's; move it by hand, as npm run synth says`,
    ),
    ...several.map(
      (state) =>
        `${inWords(state)} is one of several states of this stack; keep the right one, move the others away`,
    ),
  ];
  if (problems.length > 0)
    throw new Error(['nothing has been moved:', ...problems.map((line) => `  ${line}`)].join('\n'));
}

async function copyState(
  { found, expected: to }: MisplacedState,
  { projectFolder }: ExpectedState,
  { variables, onProgress }: MoveOptions,
): Promise<void> {
  const { stack, place: from } = found;
  const route = `${describePlace(from, projectFolder)} → ${describePlace(to, projectFolder)}`;
  await withPlace(from, variables, async (source) => {
    const original = await source.pull();
    const count = original.resources.length;
    if (count === 0) {
      if (found.resources !== undefined) {
        throw new Error(
          `${stack}: ${describePlace(from, projectFolder)} holds ${found.resources} resources, but Terraform finds none in it. ` +
            'Nothing has been moved. Try terraform state list in an empty folder with this file to see why.',
        );
      }
      onProgress(`${stack}: ${route}: holds nothing`);
      return;
    }
    await source.requireUnlocked(original);
    if (to.type === 'local') mkdirSync(path.dirname(to.file), { recursive: true, mode: 0o700 });
    await withPlace(to, variables, async (target) => {
      const there = await target.pull();
      if (!isSameState(original, there)) {
        requireReplaceable(there, original, `${stack}: ${describePlace(to, projectFolder)}`);
        await target.push(original);
      }
      const [before, after] = [await source.pull(), await target.pull()];
      if (!isSameState(before, original) || !isSameState(after, original))
        throw new Error(
          `${stack}: ${route}: the two differ after copying; nothing has been removed, run this again`,
        );
    });
    if (to.type === 'local') chmodSync(to.file, 0o600);
    onProgress(`${stack}: ${route}: ${count} resources, serial ${original.serial}, compared`);
  });
}

/** A state may replace nothing, or an earlier state of its own. */
function requireReplaceable(there: Snapshot, original: Snapshot, where: string): void {
  const isNothing = there.lineage === '' && there.resources.length === 0;
  const isEarlier = there.lineage === original.lineage && there.serial < original.serial;
  if (isNothing || isEarlier) return;
  throw new Error(
    `${where} holds another state (lineage ${there.lineage}, serial ${there.serial}, ${there.resources.length} resources) ` +
      `than the one to move (lineage ${original.lineage}, serial ${original.serial}, ${original.resources.length} resources). ` +
      'Nothing has been replaced. Find out which one is right, and move the other away.',
  );
}

/**
 * Compares resources and outputs. Lineage and serial may differ: Terraform gives the first state of an empty S3 key new
 * ones.
 */
function isSameState(one: Snapshot, other: Snapshot): boolean {
  return isDeepStrictEqual([one.resources, one.outputs], [other.resources, other.outputs]);
}

interface OpenPlace {
  pull(): Promise<Snapshot>;
  push(snapshot: Snapshot): Promise<void>;
  /** Terraform takes the lock for this, and changes nothing. */
  requireUnlocked(snapshot: Snapshot): Promise<void>;
}

/** Works with the state at a place through Terraform, in a folder that is gone afterwards. No state is written there. */
async function withPlace(
  place: StatePlace,
  variables: Variables,
  work: (open: OpenPlace) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-state-'));
  const run = (args: readonly string[], input?: string) =>
    terraformOutput(args, { folder, variables, ...(input !== undefined && { input }) });
  try {
    const configuration = { terraform: { backend: backendOf(place) } };
    writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify(configuration));
    await run(['init', '-input=false', '-no-color']);
    await work({
      pull: async () => {
        const text = await run(['state', 'pull', '-no-color']);
        // Terraform prints nothing for a file that does not exist
        return text.trim() === '' ? nothing : snapshotSchema.parse(JSON.parse(text));
      },
      push: async (snapshot) => {
        await run(['state', 'push', '-no-color', '-'], JSON.stringify(snapshot));
      },
      requireUnlocked: async ({ resources }) => {
        const [first] = resources.filter(({ mode }) => mode === 'managed');
        if (first === undefined) return;
        const address = [first.module, first.type, first.name].filter((part) => part !== undefined).join('.');
        await run(['state', 'rm', '-dry-run', '-no-color', address]);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts a local state that has been copied, and its backup, into a folder where Terraform does not look. */
function keepOldFile(
  place: StatePlace,
  { projectFolder, environmentName, places }: ExpectedState,
  { time, onProgress }: MoveOptions,
): void {
  if (place.type !== 'local') return;
  const isToS3 = [...places.values()].some(({ type }) => type === 's3');
  const folder = path.join(projectFolder, 'state', environmentName, movedAwayName(isToS3, time));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // the backup first: as long as the state itself is there, an interrupted move is noticed
  for (const file of [`${place.file}.backup`, place.file].filter((file) => existsSync(file))) {
    const kept = path.join(folder, path.basename(file));
    chmodSync(file, 0o600);
    renameSync(file, kept);
    onProgress(`kept ${path.relative(projectFolder, kept)}`);
  }
}

/**
 * Removes Terraform's records of places, so that the next deploy is initialized for what the environment file says now:
 * another place, or another key of KMS for the same one.
 */
function forgetPlaces(expected: ExpectedState): void {
  for (const stack of expected.places.keys()) {
    for (const { folder } of outputFolders(expected.projectFolder, expected.outputFolder)) {
      const stackFolder = path.join(folder, 'stacks', stack);
      const initialized = initializedPlace(stackFolder);
      const name = initialized && environmentNameOf(initialized, stack);
      if (name === expected.environmentName) rmSync(initializationRecordIn(stackFolder));
    }
  }
}
