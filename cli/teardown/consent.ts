import type { Inventory } from './inventory';

/** A loss that somebody must agree to in words. Each has its own sentence, and nothing else stands for it. */
export interface Sentence {
  /** The option that takes the sentence: `--delete-spaces`. */
  readonly option: 'delete-spaces' | 'delete-homes';
  /** What has to be said, character by character. It names the environment and what is lost, so it fits nothing else. */
  readonly text: string;
  /** What is lost, for the question. */
  readonly loses: string;
}

/** The sentences that were given on the command line. */
export type Given = Readonly<Partial<Record<Sentence['option'], string>>>;

type Held = Pick<Inventory, 'environment' | 'spaces' | 'fileSystems' | 'domain'>;

/** The sentences that have to be said before an environment is deleted. */
export function sentencesFor(
  { environment, spaces, fileSystems, domain }: Held,
  given: Given,
): readonly Sentence[] {
  // a retained file system is kept unless somebody says otherwise
  const losesHomes = domain?.deletesHomes === true || given['delete-homes'] !== undefined;
  const ids = fileSystems.map(({ id }) => id).join(' ');
  return [
    ...(spaces.length > 0 ? [spacesSentence(spaces.length, `of ${environment}`)] : []),
    ...(losesHomes && fileSystems.length > 0
      ? [
          {
            option: 'delete-homes' as const,
            text: `delete the home directories of ${environment} in ${ids}`,
            loses: "everybody's home directory, with what is in it",
          },
        ]
      : []),
  ];
}

/** The sentences that have to be said before one person's work is deleted. The home directory stays. */
export function sentencesForUser(
  user: string,
  { environment, spaces }: Pick<Inventory, 'environment' | 'spaces'>,
): readonly Sentence[] {
  return spaces.length > 0 ? [spacesSentence(spaces.length, `of ${user} in ${environment}`)] : [];
}

function spacesSentence(count: number, ofWhom: string): Sentence {
  return {
    option: 'delete-spaces',
    text: `delete ${count} ${count === 1 ? 'space' : 'spaces'} ${ofWhom}`,
    loses: `the volumes of ${count === 1 ? 'this space' : `these ${count} spaces`}, with what JupyterLab and Code Editor have saved`,
  };
}

/** Somebody has not agreed: nothing has been deleted. */
export class Refused extends Error {
  override name = 'Refused';
}

interface ConsentOptions {
  readonly given: Given;
  /** Answers the question whether to go on, and no other. */
  readonly isYes: boolean;
  /** Asks at a terminal, and returns what was typed; undefined without a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/**
 * Asks for each sentence that was not given, then whether to go on.
 *
 * @param goingOn the last question, without its mark: `Delete prod`
 * @throws Refused if one is missing or different
 */
export async function requireConsent(
  sentences: readonly Sentence[],
  goingOn: string,
  { given, isYes, ask }: ConsentOptions,
): Promise<void> {
  const problems: string[] = [];
  for (const { option, text, loses } of sentences) {
    const said =
      given[option] ??
      (await ask?.(`${capitalized(loses)}, cannot be recovered.\nTo lose that, type: ${text}\n> `));
    if (said?.trim() === text) continue;
    const got = said === undefined ? 'nothing' : JSON.stringify(said);
    problems.push(`--${option}: got ${got}, expected ${JSON.stringify(text)}: ${loses}, would be lost`);
    // who does not agree to one loss at the terminal is not asked about the next
    if (ask) break;
  }
  if (problems.length === 0 && !isYes) {
    const answer = await ask?.(`${goingOn}? Only yes goes on: `);
    if (answer?.trim() !== 'yes')
      problems.push(
        `--yes: got ${answer === undefined ? 'nothing, and no terminal to ask at' : JSON.stringify(answer)}`,
      );
  }
  if (problems.length > 0) throw new Refused(['nothing has been deleted', ...problems].join('\n  '));
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
