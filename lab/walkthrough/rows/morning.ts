import { setTimeout as wait } from 'node:timers/promises';
import { employeeRoute, meRoute, pathFor } from '../../../api/routes';
import type { HostReply } from '../../hosts/host-process';
import type { Lab } from '../../system/lab';
import { bearer, inWords, profileOf, urlIn } from '../answers';
import { type Person, newPerson } from '../../system/people';
import { signIn } from '../sign-in';
import type { Row } from '../row';

const section = 'Nine in the morning';

/** Figures of the morning, printed beside the table. */
export interface MorningFigures {
  /** How many answers were 429. */
  readonly throttled: number;
  /** For URLs: milliseconds from the first attempt to the answer, sorted. */
  readonly urls: readonly number[];
  /** The same for refusals. */
  readonly refusals: readonly number[];
  /** For URLs: milliseconds from the request that was not throttled to its answer, sorted. */
  readonly urlAnswers: readonly number[];
  readonly seconds: number;
}

const userCount = 300;
const asksEach = 3;
/** How many users to create at a time, before the morning begins. */
const createdAtATime = 10;

let figures: MorningFigures | undefined;

/** The figures of the last run; undefined before it. */
export function morningFigures(): MorningFigures | undefined {
  return figures;
}

/** All users sign in and ask in parallel, several times, and once for a colleague's URL. */
export const morningRow: Row = {
  id: 'morning',
  section,
  what: `${userCount} users sign in at once; each asks ${asksEach} times in parallel, and once for a colleague's`,
  expected: `${userCount * asksEach} URLs, all own and different; ${userCount} times 403; nothing else but 429, asked again`,
  async run(lab) {
    const people = await createPeople(lab);
    const started = Date.now();
    const tokens = await Promise.all(people.map(async (person) => (await signIn(lab, person)).access));
    const throttled = { count: 0 };
    const answers = await Promise.all(
      people.map(async ({ name }, index) => {
        const token = tokens[index] ?? '';
        const colleague = people[(index + 1) % people.length]?.name ?? '';
        const asked = Array.from({ length: asksEach }, (_, turn) =>
          askPatiently(lab, token, turn % 2 === 0 ? meRoute.path : pathFor(employeeRoute, name), throttled),
        );
        return {
          name,
          own: await Promise.all(asked),
          other: await askPatiently(lab, token, `/${colleague}`, throttled),
        };
      }),
    );
    const sorted = (times: readonly number[]) => [...times].sort((a, b) => a - b);
    const urls = answers.flatMap(({ own }) => own);
    figures = {
      throttled: throttled.count,
      urls: sorted(urls.map(({ wholeMilliseconds }) => wholeMilliseconds)),
      refusals: sorted(answers.map(({ other }) => other.wholeMilliseconds)),
      urlAnswers: sorted(urls.map(({ milliseconds }) => milliseconds)),
      seconds: (Date.now() - started) / 1000,
    };
    // on a slow machine the firewall would still see the morning's requests when the next row begins
    lab.gateway.clock.advance(300);
    return judge(lab, answers);
  },
};

async function createPeople(lab: Lab): Promise<Person[]> {
  const people: Person[] = [];
  // each morning has new users
  const start = `morning${Date.now().toString(36)}`;
  for (let index = 0; index < userCount; index += createdAtATime) {
    const names = Array.from({ length: createdAtATime }, (_, offset) => `${start}x${index + offset}`);
    people.push(...(await Promise.all(names.map((name) => newPerson(lab, name)))));
  }
  return people;
}

/** The answer that was not 429, with the time of its request, and the time of all attempts and waits. */
interface PatientReply extends HostReply {
  readonly wholeMilliseconds: number;
}

/** Asks again when throttled, a little later each time, as clients do. */
async function askPatiently(
  lab: Lab,
  token: string,
  path: string,
  throttled: { count: number },
): Promise<PatientReply> {
  const started = Date.now();
  for (let attempt = 0; ; attempt += 1) {
    const reply = await lab.hosts.client.request({
      url: lab.outputs.apiUrl + path,
      headers: bearer(token),
      keepAlive: true,
    });
    if (reply.status !== 429 || attempt === 40) return { ...reply, wholeMilliseconds: Date.now() - started };
    throttled.count += 1;
    await wait(Math.random() * Math.min(16_000, 2000 * 2 ** attempt));
  }
}

interface Answers {
  readonly name: string;
  readonly own: readonly PatientReply[];
  readonly other: PatientReply;
}

function judge(lab: Lab, answers: readonly Answers[]): string {
  const wrong: string[] = [];
  const urls = new Set<string>();
  for (const { name, own, other } of answers) {
    for (const reply of own) {
      const url = reply.status === 200 ? urlIn(reply) : undefined;
      if (url !== undefined && profileOf(lab, url) === name) urls.add(url);
      else wrong.push(`${name}: ${inWords(lab, reply)}`);
    }
    if (other.status !== 403) wrong.push(`${name} for a colleague: ${inWords(lab, other)}`);
  }
  if (wrong.length > 0) return `${urls.size} own URLs; wrong: ${[...new Set(wrong)].slice(0, 3).join('; ')}`;
  const refused = answers.filter(({ other }) => other.status === 403).length;
  return `${urls.size} URLs, all own and different; ${refused} times 403; nothing else but 429, asked again`;
}
