import { employeeRoute, meRoute, pathFor } from '../../../api/routes';
import { readAlarmTopics } from '../../cloudwatch/alarms';
import { claimsOf } from '../../cognito/keys';
import { readLogGroups } from '../../deployed/log-groups';
import { parseObject, type JsonObject } from '../../shared/json';
import type { Lab } from '../../system/lab';
import { ask, requestIdOf, urlIn } from '../answers';
import { accessLogged, alarmWords } from '../observations';
import { freshName, newPerson } from '../../system/people';
import { signIn, tokensOf } from '../sign-in';
import type { Row } from '../row';

const section = 'Logs and alarms';

/** All lines that the deployment would have written to its log groups. */
function logsOf(lab: Lab): string {
  const functions = ['authorizer', 'presigned-url'].map((name) => lab.functions.log(lab.functionName(name)));
  return [...functions, lab.gateway.accessLog, lab.gateway.executionLog].join('\n');
}

/** Parts of every token and presigned URL (JSON's brace in base64url, a parameter's name), and names of claims. */
const marks = ['eyJ', 'token=', 'token_use', 'origin_jti'];

/** Length of the part of a secret to search for: logs may cut texts. */
const mostOfSecret = 40;

/** What logs must and must not hold, and which alarms go off. */
export const logRows: readonly Row[] = [
  {
    id: 'no-secrets',
    section,
    what:
      'tokens, signatures, claims and presigned URLs in the logs of functions and API: those of one success and one refusal, ' +
      'and every text that looks like one since the lab was started',
    expected: 'logs were written; no secret is in them',
    async run(lab) {
      const { access, id } = await tokensOf(lab, 'alice');
      const url = urlIn(await ask(lab, access));
      await ask(lab, id);
      await ask(lab, access, pathFor(employeeRoute, 'bob'));
      const logs = logsOf(lab);
      const secrets = [...access.split('.').slice(1), ...id.split('.').slice(1), ...marks];
      secrets.push(new URL(url).searchParams.get('token') ?? '');
      const { sub, jti } = claimsOf(access);
      secrets.push(...[sub, jti].filter((claim) => typeof claim === 'string'));
      const found = secrets.filter((secret) => logs.includes(secret.slice(0, mostOfSecret))).length;
      return `${logs.includes('url_created') ? 'logs were written' : 'no logs'}; ${found === 0 ? 'no secret is' : `${found} secrets are`} in them`;
    },
  },
  {
    id: 'audit',
    section,
    what:
      "the lines about a URL in the function's log and the access log, found by the answer's request id: user, profile, " +
      'domain, source address, endpoint; path, status',
    expected: 'function: all right; access log: all right',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const reply = await ask(lab, access);
      urlIn(reply);
      const lines = lab.functions.log(lab.functionName('presigned-url')).split('\n').map(parseObject);
      const requestId = requestIdOf(reply);
      const created = lines.find((line) => line.code === 'url_created' && line.requestId === requestId);
      const endpointId = lab.endpoint('.execute-api').id;
      const sourceIp = lab.site.clientAddress;
      const inFunction = differences(created, {
        level: 'INFO',
        user: 'alice',
        profile: 'alice',
        domain: lab.outputs.domainId,
        sourceIp,
        vpcEndpoint: endpointId,
      });
      const inAccessLog = differences(accessLogged(lab, reply), {
        method: meRoute.method,
        resourcePath: meRoute.path,
        status: '200',
        profile: 'alice',
        authorizerStatus: '200',
        integrationStatus: '200',
        sourceIp,
        vpcEndpointId: endpointId,
      });
      return `function: ${inFunction}; access log: ${inAccessLog}`;
    },
  },
  {
    id: 'logs-kept',
    section,
    what: 'for how many days each log group keeps its lines',
    expected: ({ api }) => `all: ${api.logRetentionDays}`,
    async run(lab) {
      const days = [...(await readLogGroups(lab.deployed.standIn)).values()];
      return `all: ${[...new Set(days.map((number) => number ?? 'for ever'))].join(', ')}`;
    },
  },
  {
    id: 'alarm-topics',
    section,
    what: 'the topics that each alarm notifies',
    expected: ({ api }) => `all: ${topicWords(api.alarmTopicArns)}`,
    async run(lab) {
      const topics = [...(await readAlarmTopics(lab.deployed.standIn)).values()];
      return `all: ${[...new Set(topics.map(topicWords))].join('; ')}`;
    },
  },
  {
    id: 'no-false-alarm',
    section,
    what: "ten requests each without a valid token, for a colleague's path, and of a user without a profile: no alarm for operators",
    expected: '10 times 401, 10 times 403, 10 times 404; no alarm',
    async run(lab) {
      const { access, id } = await tokensOf(lab, 'alice');
      const person = await newPerson(lab, freshName('unprofiled'), { profile: false });
      const unprofiled = (await signIn(lab, person)).access;
      const statuses: (number | undefined)[] = [];
      const alarms = await alarmWords(lab, async () => {
        for (let times = 0; times < 10; times += 1) {
          for (const [token, path] of [
            [id],
            [access, pathFor(employeeRoute, 'bob')],
            [unprofiled],
          ] as const) {
            statuses.push((await ask(lab, token, path)).status);
          }
        }
      });
      const times = (status: number) => statuses.filter((own) => own === status).length;
      return `${[401, 403, 404].map((status) => `${times(status)} times ${status}`).join(', ')}; ${alarms}`;
    },
  },
];

const topicWords = (arns: readonly string[]) => (arns.length === 0 ? 'nobody' : [...arns].sort().join(', '));

function differences(line: JsonObject | undefined, wanted: Readonly<Record<string, string>>): string {
  if (!line) return 'no line';
  const wrong = Object.entries(wanted).filter(([field, value]) => line[field] !== value);
  if (wrong.length === 0) return 'all right';
  return wrong.map(([field, value]) => `${field} ${String(line[field])} instead of ${value}`).join(', ');
}
