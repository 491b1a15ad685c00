import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  chosenWorkspace,
  initializedPlace,
  lostResources,
  stateAt,
  statesBelow,
  statesIn,
  type FoundState,
} from './find';
import { isFile, realPath } from './folder';
import { movedAwayFolders } from './moved-away';
import { outputFolders, type OutputFolder } from './output-folders';
import { describePlace, environmentNameOf, isSamePlace, type StatePlace } from './place';

/** A deployment, and the places of its state. */
export interface ExpectedState {
  /** Holds `environments/` and `state/`. */
  readonly projectFolder: string;
  /** Absolute path of the folder that synthesis writes to. */
  readonly outputFolder: string;
  readonly environmentName: string;
  /** The place that the environment file gives to each stack's state, by stack id. */
  readonly places: ReadonlyMap<string, StatePlace>;
}

/** What is asked, with all output folders of the checkout, which are looked for once. */
interface Question extends ExpectedState {
  readonly folders: readonly OutputFolder[];
}

const questionOf = (expected: ExpectedState): Question => ({
  ...expected,
  folders: outputFolders(expected.projectFolder, expected.outputFolder),
});

/** A state that is elsewhere than the environment file says. */
export interface MisplacedState {
  readonly found: FoundState;
  readonly expected: StatePlace;
  /** Whether it is certainly this environment's: its place names the environment, or Terraform was set up for it. */
  readonly isOfEnvironment: boolean;
}

/**
 * Refuses a deployment that would start from nothing although its state is somewhere in this checkout.
 *
 * @throws if there is state elsewhere, naming each and what to do
 */
export function requireStateInPlace(expected: ExpectedState): void {
  const question = questionOf(expected);
  const problems = [
    ...describeMisplaced(question),
    ...describeRenamed(question),
    ...describeWorkspaces(question),
    ...describeLost(question),
    ...describeMovedAway(question),
  ];
  if (problems.length === 0) return;
  const { environmentName } = expected;
  throw new Error(
    [
      `the state of ${environmentName} is not where environments/${environmentName}.json says, and a deployment would start from nothing:`,
      ...problems.map((problem) => `  ${problem}`),
      'Nothing has been written.',
    ].join('\n'),
  );
}

/** The states of the environment that are elsewhere in the checkout than the environment file says. */
export function misplacedStates(expected: ExpectedState): MisplacedState[] {
  return findMisplaced(questionOf(expected));
}

function findMisplaced(question: Question): MisplacedState[] {
  return [...question.places].flatMap(([stack, place]) => {
    const records = initializedElsewhere(question, stack).filter(
      ({ environmentName }) => environmentName === question.environmentName,
    );
    const found = isStateThere(question, stack, place)
      ? [...ownLocalState(question, stack), ...records.filter((record) => record.place.type === 's3')]
      : [...ownLocalState(question, stack), ...records, ...earlierStates(question, stack)];
    return withoutRepeats(found.filter((state) => !isSamePlace(state.place, place))).map((state) => ({
      found: state,
      expected: place,
      isOfEnvironment:
        records.some((record) => record === state) ||
        environmentNameOf(state.place, stack) === question.environmentName,
    }));
  });
}

/** Whether this checkout knows that the stack's state is at its place already. */
function isStateThere(question: Question, stack: string, place: StatePlace): boolean {
  if (place.type === 'local') return stateAt(stack, place.file).length > 0;
  return initializedPlaces(question, stack).some((initialized) => isSamePlace(initialized.place, place));
}

/** Local state in this environment's folder. */
function ownLocalState({ projectFolder, environmentName }: ExpectedState, stack: string): FoundState[] {
  return stateAt(stack, path.join(projectFolder, 'state', environmentName, `${stack}.tfstate`));
}

/** Local state in Terraform's default places, and in those of earlier versions of this project. */
function earlierStates(
  { projectFolder, outputFolder, environmentName }: ExpectedState,
  stack: string,
): FoundState[] {
  return [
    ...stateAt(stack, path.join(projectFolder, `terraform.${stack}.tfstate`)),
    ...stateAt(stack, path.join(outputFolder, `terraform.${stack}.tfstate`)),
    ...stateAt(stack, path.join(outputFolder, '..', 'state', environmentName, `${stack}.tfstate`)),
    ...statesBelow(stack, path.join(outputFolder, 'stacks', stack)),
  ];
}

/** Terraform's record of the place that it was initialized for. */
interface InitializedPlace {
  readonly place: StatePlace;
  /** The environment in the place's path; without one, that of the output folder. */
  readonly environmentName: string;
}

/** The places that Terraform was initialized for, in every output folder of this checkout. */
function initializedPlaces(question: Question, stack: string): InitializedPlace[] {
  const { folders, environmentName: asked } = question;
  return folders.flatMap(({ folder, environmentName = asked }) => {
    const place = initializedPlace(path.join(folder, 'stacks', stack));
    return place === undefined
      ? []
      : [{ place, environmentName: environmentNameOf(place, stack) ?? environmentName }];
  });
}

interface RecordedState extends FoundState {
  readonly environmentName: string;
}

/** The places that Terraform was initialized for, if they may hold state: files that do, and objects of S3. */
function initializedElsewhere(question: Question, stack: string): RecordedState[] {
  const expected = question.places.get(stack);
  return initializedPlaces(question, stack)
    .filter(({ place }) => expected === undefined || !isSamePlace(place, expected))
    .flatMap(({ place, environmentName }) => {
      const found: FoundState[] =
        place.type === 'local' ? stateAt(stack, place.file) : [{ stack, place, resources: undefined }];
      return found.map((state) => ({ ...state, environmentName }));
    });
}

function withoutRepeats(states: readonly FoundState[]): FoundState[] {
  return states.filter(
    (state, index) => !states.slice(0, index).some(({ place }) => isSamePlace(place, state.place)),
  );
}

function describeMisplaced(question: Question): string[] {
  const { projectFolder, environmentName } = question;
  const misplaced = findMisplaced(question);
  const describe = ({ found, expected }: MisplacedState) =>
    `${found.stack}: ${describeFound(found, projectFolder)}, expected it in ${describePlace(expected, projectFolder)}`;
  const own = misplaced.filter(({ isOfEnvironment }) => isOfEnvironment);
  const unknown = misplaced.filter(({ isOfEnvironment }) => !isOfEnvironment);
  return [
    ...own.map(describe),
    ...(own.length === 0
      ? []
      : [
          `To move it there: npm run move-state -- --env ${environmentName}. To leave it: set "state" in the environment file to where it is.`,
        ]),
    ...unknown.map(describe),
    ...unknown.map(
      ({ found }) =>
        `If ${describePlace(found.place, projectFolder)} is state of ${environmentName}, move that file to ` +
        `${path.join('state', environmentName, `${found.stack}.tfstate`)}; otherwise move it out of this folder.`,
    ),
  ];
}

function describeFound({ place, resources }: FoundState, projectFolder: string): string {
  const where = describePlace(place, projectFolder);
  if (place.type === 's3') return `Terraform was last used here with ${where}`;
  return resources === undefined ? `${where} is not a valid state` : `${where} holds ${inWords(resources)}`;
}

function inWords(resources: number): string {
  return `${resources} ${resources === 1 ? 'resource' : 'resources'}`;
}

/** Another workspace of Terraform has a state of its own. */
function describeWorkspaces({ outputFolder, places }: ExpectedState): string[] {
  return [...places.keys()].flatMap((stack) => {
    const folder = path.join(outputFolder, 'stacks', stack);
    const workspace = chosenWorkspace(folder);
    return workspace === undefined
      ? []
      : [
          `${stack}: the workspace ${workspace} is selected, and it has a state of its own: run ` +
            `terraform -chdir=${folder} workspace select default`,
        ];
  });
}

/** States that a deployment was writing when the disk was full, or its power was lost. */
function describeLost({ projectFolder, places }: ExpectedState): string[] {
  return [...places].flatMap(([stack, place]) => {
    if (place.type !== 'local') return [];
    const resources = lostResources(place.file);
    const where = describePlace(place, projectFolder);
    return resources === 0
      ? []
      : [
          `${stack}: ${where} is missing or empty, but ${where}.backup holds ${inWords(resources)}: copy the latest state there ` +
            '(errored.tfstate in the folder of the stack, or else the backup); if the deployment is destroyed, remove the backup',
        ];
  });
}

/** Stacks without a local file whose state was moved to S3 once, while the environment file says that it is local. */
function describeMovedAway(question: Question): string[] {
  const { projectFolder, environmentName, places } = question;
  const own = path.join(projectFolder, 'state', environmentName);
  const known = findMisplaced(question).map(({ found }) => found.stack);
  // Terraform leaves a file without resources where it has destroyed all
  const missing = [...places].flatMap(([stack, place]) =>
    place.type === 'local' && !isFile(place.file) && !known.includes(stack) ? [stack] : [],
  );
  return movedAwayFolders(own).flatMap((name) => {
    const stacks = statesIn(path.join(own, name)).filter(({ stack }) => missing.includes(stack));
    const folder = path.join('state', environmentName, name);
    return stacks.length === 0
      ? []
      : [
          `${stacks.map(({ stack }) => stack).join(', ')}: moved to S3 at the time in the name of ${folder}. Set "state" in the environment file to S3 again; to have the ` +
            `state here, synthesize with that, then set it to local and run npm run move-state. If the deployment is destroyed, remove ${folder}`,
        ];
  });
}

/** Environments whose file is gone, while their state is here and this environment has none: it may be their new name. */
function describeRenamed(question: Question): string[] {
  const { projectFolder, environmentName, places } = question;
  if ([...places].some(([stack, place]) => isStateThere(question, stack, place))) return [];
  const remains = new Map([...abandonedFolders(question), ...abandonedRecords(question)]);
  return [...remains].map(
    ([name, [what, remedy]]) =>
      `${what}, and environments/${name}.json is gone. The environment's name is part of AWS resource names, so ` +
      `${environmentName} would be a second deployment beside it. If it is meant to be the same one, rename ` +
      `${path.basename(projectFolder)}/environments/${environmentName}.json back to ${name}.json. ` +
      `If ${name} is no longer to be managed from here, ${remedy}.`,
  );
}

type Remains = [name: string, [what: string, remedy: string]];

function abandonedFolders({ projectFolder }: ExpectedState): Remains[] {
  const folder = path.join(projectFolder, 'state');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !hasFile(projectFolder, name))
    .flatMap((name): Remains[] => {
      const states = statesIn(path.join(folder, name));
      const total = states.reduce((sum, { resources = 1 }) => sum + resources, 0);
      if (states.length === 0) return [];
      return [[name, [`state/${name} holds ${inWords(total)}`, `move state/${name} out of state/`]]];
    });
}

function abandonedRecords(question: Question): Remains[] {
  const { projectFolder, outputFolder, environmentName } = question;
  return [...question.places.keys()].flatMap((stack) =>
    initializedElsewhere(question, stack).flatMap(({ place, environmentName: name }): Remains[] => {
      if (name === environmentName || hasFile(projectFolder, name)) return [];
      const where = describePlace(place, projectFolder);
      const folder = realPath(path.join(outputFolder, 'stacks', stack, '.terraform'));
      return [[name, [`Terraform was last used here with ${where}`, `remove ${folder}`]]];
    }),
  );
}

function hasFile(projectFolder: string, environmentName: string): boolean {
  return existsSync(path.join(projectFolder, 'environments', `${environmentName}.json`));
}
