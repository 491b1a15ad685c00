import { createHash } from 'node:crypto';
import type { Inventory } from './inventory';

/** A loss that somebody must agree to in words. Each has its own sentence, and nothing else stands for it. */
export interface Sentence {
  /** The option that takes the sentence: `--delete-spaces`. */
  readonly option: 'delete-spaces' | 'delete-homes';
  /**
   * What has to be said, character by character. It names the environment, and has the hash of what is lost ({@link listHash}), so
   * it fits nothing else.
   */
  readonly text: string;
  /** What may be deleted once it is said: names of spaces, or ids of file systems. */
  readonly items: readonly string[];
  /** What is lost, for the question. */
  readonly loses: string;
}

/** The sentences that were given on the command line. */
export type Given = Readonly<Partial<Record<Sentence['option'], string>>>;

/** What somebody has agreed to lose. Nothing else of its kind may be deleted. */
export interface Agreed {
  /** Names of spaces. */
  readonly spaces: readonly string[];
  /** Ids of file systems with home directories; none if these are kept. */
  readonly fileSystems: readonly string[];
}

/**
 * A short hash of a list, for a sentence: another list, even of the same length, has another hash.
 *
 * @param names in any order
 * @returns six digits of the SHA-256 of the sorted names, a name to a line
 */
export function listHash(names: readonly string[]): string {
  return createHash('sha256').update(names.toSorted().join('\n')).digest('hex').slice(0, 6);
}

type Held = Pick<Inventory, 'environment' | 'spaces' | 'fileSystems' | 'domain'>;

/** The sentences that have to be said before an environment is deleted. */
export function sentencesFor(
  { environment, spaces, fileSystems, domain }: Held,
  given: Given,
): readonly Sentence[] {
  // a retained file system is kept unless somebody says otherwise
  const losesHomes = domain?.deletesHomes === true || given['delete-homes'] !== undefined;
  const ids = fileSystems.map(({ id }) => id);
  return [
    ...(spaces.length > 0 ? [spacesSentence(spaces, `of ${environment}`)] : []),
    ...(losesHomes && fileSystems.length > 0
      ? [
          {
            option: 'delete-homes' as const,
            text: `delete the home directories of ${environment} in ${ids.join(' ')}, list ${listHash(ids)}`,
            items: ids,
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
  return spaces.length > 0 ? [spacesSentence(spaces, `of ${user} in ${environment}`)] : [];
}

function spacesSentence(spaces: Held['spaces'], ofWhom: string): Sentence {
  const count = spaces.length;
  const names = spaces.map(({ name }) => name);
  return {
    option: 'delete-spaces',
    text: `delete ${count} ${count === 1 ? 'space' : 'spaces'} ${ofWhom}, list ${listHash(names)}`,
    items: names,
    loses: `the volumes of ${count === 1 ? 'this space' : `these ${count} spaces`}, with what JupyterLab and Code Editor have saved`,
  };
}

/** Somebody has not agreed: nothing has been deleted. */
export class Refused extends Error {
  override name = 'Refused';
}

/** There is something that nobody has agreed to lose, which is not deleted. What was agreed may be deleted in part. */
export class NotAgreed extends Error {
  override name = 'NotAgreed';
}

/**
 * @param what in words: `space`
 * @param found what is about to be deleted
 * @throws NotAgreed if that is more than what was agreed
 */
export function requireAgreed(what: string, found: readonly string[], agreed: readonly string[]): void {
  const added = found.filter((item) => !agreed.includes(item));
  if (added.length === 0) return;
  throw new NotAgreed(
    `${what} ${added.join(', ')}: not in the list that was agreed to, and not deleted. Run the command again, and agree to the new list`,
  );
}

interface ConsentOptions {
  readonly given: Given;
  /** `--yes`: answers the question whether to go on, and no other. */
  readonly isYes: boolean;
  /** Asks at a terminal, and returns what was typed; undefined without a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/**
 * Asks for each sentence that was not given, then whether to go on.
 *
 * @param goingOn the last question, without its mark: `Delete prod`
 * @returns what may be deleted
 * @throws Refused if one is missing or different
 */
export async function requireConsent(
  sentences: readonly Sentence[],
  goingOn: string,
  { given, isYes, ask }: ConsentOptions,
): Promise<Agreed> {
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
  const agreedTo = (wanted: Sentence['option']) =>
    sentences.flatMap(({ option, items }) => (option === wanted ? items : []));
  return { spaces: agreedTo('delete-spaces'), fileSystems: agreedTo('delete-homes') };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
