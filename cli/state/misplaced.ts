import path from 'node:path';
import { initializedPlace, stateAt, statesBelow, type FoundState } from './find';
import { outputFolders, type OutputFolder } from './output-folders';
import { environmentNameOf, isSamePlace, type StatePlace } from './place';

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

/** A deployment, with all output folders of the checkout. */
export interface Question extends ExpectedState {
  readonly folders: readonly OutputFolder[];
}

/** What is asked about a deployment; the output folders are looked for here, once. */
export const questionOf = (expected: ExpectedState): Question => ({
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

/** The states of the environment that are elsewhere in the checkout than the environment file says. */
export function misplacedStates(question: Question): MisplacedState[] {
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
export function isStateThere(question: Question, stack: string, place: StatePlace): boolean {
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
export function initializedElsewhere(question: Question, stack: string): RecordedState[] {
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
