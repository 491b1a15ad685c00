import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Lab } from '../../system/lab';
import type { Trouble } from '../../sagemaker/api';
import { ask, inWords, urlIn } from '../answers';
import { alarmWords, answeredBy } from '../observations';
import { tokensOf } from '../sign-in';
import type { Row } from '../row';
import { openStudio } from '../studio';

const section = 'Failures';

async function whileInTrouble<T>({ sageMaker }: Lab, kind: Trouble, action: () => Promise<T>): Promise<T> {
  sageMaker.trouble = kind;
  try {
    return await action();
  } finally {
    sageMaker.trouble = 'none';
  }
}

/** A row that asks once while SageMaker has a fault, and once after it. */
function trouble(id: string, what: string, kind: Trouble, expected: string): Row {
  return {
    id,
    section,
    what,
    expected: `${expected} application/problem+json by the function; then 200, URL of alice`,
    async run(lab) {
      const token = (await tokensOf(lab, 'alice')).access;
      const reply = await whileInTrouble(lab, kind, () => ask(lab, token));
      const later = inWords(lab, await ask(lab, token));
      return `${inWords(lab, reply)} by ${answeredBy(lab, reply)}; then ${later}`;
    },
  };
}

/** A row that sends a signal to the function while it creates a URL. */
function broken(id: string, what: string, signal: 'SIGKILL' | 'SIGSTOP'): Row {
  return {
    id,
    section,
    what,
    expected: '502 application/problem+json; alarm presigned-url-errors; then 200, URL of alice',
    async run(lab) {
      const token = (await tokensOf(lab, 'alice')).access;
      await ask(lab, token);
      const state = { isAnswered: false, words: '' };
      const alarms = await alarmWords(lab, () =>
        whileInTrouble(lab, 'slow', async () => {
          const asked = ask(lab, token).finally(() => {
            state.isAnswered = true;
          });
          const name = lab.functionName('presigned-url');
          while (lab.functions.running(name).length === 0 && !state.isAnswered) await wait(10);
          for (const execution of lab.functions.running(name)) execution.signal(signal);
          state.words = inWords(lab, await asked);
        }),
      );
      return `${state.words}; ${alarms}; then ${inWords(lab, await ask(lab, token))}`;
    },
  };
}

/** Resolves Studio's name and opens Studio, with empty caches. */
async function wholeWay(lab: Lab): Promise<string> {
  lab.nameServers.corporate.rndc('flush');
  const reply = await ask(lab, (await tokensOf(lab, 'alice')).access);
  if (reply.status !== 200) return inWords(lab, reply);
  return (await openStudio(lab.hosts.client, urlIn(reply), { timeout: 20_000 })).words;
}

/** Results during failures. */
export const failureRows: readonly Row[] = [
  trouble('sagemaker-slow', 'SageMaker does not answer', 'slow', '504'),
  trouble('sagemaker-throttling', 'SageMaker throttles', 'throttling', '429'),
  trouble('sagemaker-down', 'SageMaker breaks connections', 'down', '502'),
  trouble('sagemaker-denies', "SageMaker denies, in words that name the role's ARN", 'denying', '502'),
  trouble('sagemaker-misleads', 'SageMaker answers with a URL that is not in Studio', 'misleading', '502'),
  trouble(
    'sagemaker-misleads-again',
    'SageMaker answers with a URL whose host only ends like Studio',
    'misleading-prefix',
    '502',
  ),
  {
    id: 'sagemaker-throttles-once',
    section,
    what: 'SageMaker throttles once: the function asks no second time',
    expected: '429 application/problem+json',
    async run(lab) {
      const token = (await tokensOf(lab, 'alice')).access;
      return inWords(lab, await whileInTrouble(lab, 'throttling-once', () => ask(lab, token)));
    },
  },
  {
    id: 'sagemaker-down-once',
    section,
    what: 'SageMaker breaks one connection: the function asks again by itself',
    expected: '200, URL of alice',
    async run(lab) {
      const token = (await tokensOf(lab, 'alice')).access;
      return inWords(lab, await whileInTrouble(lab, 'down-once', () => ask(lab, token)));
    },
  },
  {
    id: 'alarm-5xx',
    section,
    what: 'SageMaker breaks connections for three requests: operators are told',
    expected: 'alarm api-5xx',
    async run(lab) {
      const token = (await tokensOf(lab, 'alice')).access;
      const askThrice = async () => {
        for (let times = 0; times < 3; times += 1) await ask(lab, token);
      };
      return alarmWords(lab, () => whileInTrouble(lab, 'down', askThrice));
    },
  },
  broken('function-crash', 'the function crashes while it creates a URL', 'SIGKILL'),
  broken('function-hangs', 'the function hangs until its timeout', 'SIGSTOP'),
  {
    id: 'resolver-lost',
    section,
    what: 'one address of the inbound resolver stops answering, then the next one',
    expected: 'Studio of alice, each time',
    async run(lab) {
      const words: string[] = [];
      for (const zone of lab.site.zones) {
        const addresses = lab.resolverAddresses(zone.subnet.id);
        for (const address of addresses) lab.site.setAddress(zone, address, false);
        try {
          words.push(await wholeWay(lab));
        } finally {
          for (const address of addresses) lab.site.setAddress(zone, address, true);
        }
      }
      return `${[...new Set(words)].join('; ')}, each time`;
    },
  },
  {
    id: 'resolver-gone',
    section,
    what: "no address of the inbound resolver answers: no answer for Studio's name, and no question to another server",
    expected: 'SERVFAIL; 0 questions on the internet',
    async run(lab) {
      const { site, nameServers, outputs, environment } = lab;
      const setAll = (up: boolean) => {
        for (const zone of site.zones) {
          for (const address of lab.resolverAddresses(zone.subnet.id)) site.setAddress(zone, address, up);
        }
      };
      nameServers.corporate.rndc('flush');
      nameServers.internet.takeNames();
      setAll(false);
      try {
        const name = `${outputs.domainId}.studio.${environment.region}.sagemaker.aws`;
        // dig takes ten seconds, in which the lab must keep running
        const dig = ['netns', 'exec', site.client.name, 'dig', '+tries=1', '+time=20', name];
        const { stdout } = await promisify(execFile)('ip', dig);
        const asked = nameServers.internet.takeNames().filter((other) => other.endsWith('sagemaker.aws'));
        const status = /status: (\w+)/.exec(stdout)?.[1] ?? 'no answer';
        return `${status}; ${asked.length} questions on the internet`;
      } finally {
        setAll(true);
      }
    },
  },
  {
    id: 'zone-lost',
    section,
    what: 'one zone is lost, then the next one',
    expected: 'Studio of alice, each time',
    async run(lab) {
      const words: string[] = [];
      for (const [index, zone] of lab.site.zones.entries()) {
        lab.lostZones.add(index);
        lab.site.setZone(zone, false);
        try {
          words.push(await wholeWay(lab));
        } finally {
          lab.site.setZone(zone, true);
          lab.lostZones.delete(index);
        }
      }
      return `${[...new Set(words)].join('; ')}, each time`;
    },
  },
  {
    id: 'bind-restarted',
    section,
    what: 'corporate BIND is restarted',
    expected: 'Studio of alice',
    async run(lab) {
      await lab.nameServers.restartCorporate();
      return wholeWay(lab);
    },
  },
];
