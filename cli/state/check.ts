import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { chosenWorkspace, lostResources, statesIn, type FoundState } from './find';
import { isFile, realPath } from './folder';
import {
  misplacedStates,
  initializedElsewhere,
  isStateThere,
  questionOf,
  type ExpectedState,
  type MisplacedState,
  type Question,
} from './misplaced';
import { movedAwayFolders } from './moved-away';
import { describePlace } from './place';

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

function describeMisplaced(question: Question): string[] {
  const { projectFolder, environmentName } = question;
  const misplaced = misplacedStates(question);
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
  const known = misplacedStates(question).map(({ found }) => found.stack);
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
