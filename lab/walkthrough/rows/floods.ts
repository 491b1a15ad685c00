import { meRoute } from '../../../api/routes';
import { hostIn, isWithin } from '../../network/addresses';
import { delaySeconds } from '../../api-gateway/address-limit';
import type { HostProcess, HostReply } from '../../hosts/host-process';
import type { Lab } from '../../system/lab';
import { ask, counted, inWords, statusWords } from '../answers';
import { alarmWords, answeredBy } from '../observations';
import { tokensOf } from '../sign-in';
import type { Row } from '../row';

const section = 'Floods';

/** Requests of the flood: more than a flood's alarm needs, then more than the stage's burst. */
const atOnce = 1500;
const later = 200;

/** Requests without a token from one host, all at once. */
function flood(lab: Lab, host: HostProcess, count: number): Promise<HostReply[]> {
  const request = { url: `${lab.outputs.apiUrl}${meRoute.path}`, keepAlive: true };
  return Promise.all(Array.from({ length: count }, () => host.request(request)));
}

/** One host, or one user, that asks too often; and everybody else. */
export const floodRows: readonly Row[] = [
  {
    id: 'flood',
    section,
    what: `another host of the company sends ${atOnce} requests without a token at once, and ${later} more when the firewall has seen it (a model: after ${delaySeconds} s); alice asks after each`,
    expected:
      'alice: 429 application/problem+json; then the host: ' +
      `${later} times 429 application/problem+json by API Gateway (WAF_FILTERED), alice: 200, URL of alice; alarm flood`,
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const { clock } = lab.gateway;
      const words: string[] = [];
      const alarms = await alarmWords(lab, () =>
        clock.whileItStands(async () => {
          await flood(lab, lab.hosts.colleague, atOnce);
          words.push(`alice: ${inWords(lab, await ask(lab, access))}`);
          clock.advance(delaySeconds);
          const replies = await flood(lab, lab.hosts.colleague, later);
          const refused = replies.map((reply) => `${statusWords(reply)} by ${answeredBy(lab, reply)}`);
          words.push(`then the host: ${counted(refused)}, alice: ${inWords(lab, await ask(lab, access))}`);
        }),
      );
      return [...words, alarms].join('; ');
    },
  },
  {
    id: 'flood-exception',
    section,
    what: "as many requests as the limit per address and ten more from the desk's address; alice asks from there when the firewall has seen them",
    expected: ({ api, corporate }) => {
      // the desk is the third host of the first network
      const desk = `${hostIn(corporate.cidrs[0] ?? '', 3)}/32`;
      const isException = api.limitPerAddress.exceptCidrs.some((cidr) => isWithin(desk, cidr));
      return isException ? '200, URL of alice' : '429 application/problem+json';
    },
    async run(lab) {
      const { requestsPerMinute } = lab.environment.api.limitPerAddress;
      if (requestsPerMinute === 'off') throw new Error('the environment file has no limit per address');
      const { access } = await tokensOf(lab, 'alice');
      const { clock } = lab.gateway;
      return clock.whileItStands(async () => {
        await flood(lab, lab.hosts.client, requestsPerMinute + 10);
        clock.advance(delaySeconds);
        const reply = inWords(lab, await ask(lab, access));
        // for the rows after this one, whatever the environment file says
        clock.advance(300);
        return reply;
      });
    },
  },
  {
    id: 'budget',
    section,
    what: 'alice asks for twelve URLs one after the other, and once more six seconds later',
    expected:
      '10 times 200, 2 times 429 application/problem+json by the function; six seconds later 200, URL of alice',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const words: string[] = [];
      for (let times = 0; times < 12; times += 1) {
        const reply = await ask(lab, access);
        words.push(reply.status === 200 ? '200' : `${statusWords(reply)} by ${answeredBy(lab, reply)}`);
      }
      lab.functions.clock(lab.functionName('presigned-url')).advance(6);
      return `${counted(words)}; six seconds later ${inWords(lab, await ask(lab, access))}`;
    },
  },
];
