import type { Lab } from '../../system/lab';
import { ask, signIn, urlIn, withPassword } from '../people';
import type { Row } from '../row';

const section = 'Logs';

/** Everything that the deployment would have written to its log groups. */
function logsOf(lab: Lab): string {
  const functions = ['authorizer', 'presigned-url'].map((name) => lab.functions.log(lab.functionName(name)));
  return [...functions, lab.gateway.accessLog].join('\n');
}

/** What may be in the logs, and what must be. */
export const logRows: readonly Row[] = [
  {
    id: 'no-secrets',
    section,
    what: 'tokens, signatures and presigned URLs in the logs of functions and API, after a success and a refusal',
    expected: 'logs were written; no secret is in them',
    async run(lab) {
      const { access, id } = await signIn(lab, await withPassword(lab, 'alice'));
      const url = urlIn(await ask(lab, access));
      await ask(lab, id);
      await ask(lab, access, '/bob');
      const logs = logsOf(lab);
      const secrets = [...access.split('.').slice(1), ...id.split('.').slice(1)];
      secrets.push(new URL(url).searchParams.get('token') ?? '');
      const found = secrets.filter((secret) => logs.includes(secret)).length;
      return `${logs.includes('url_created') ? 'logs were written' : 'no logs'}; ${found === 0 ? 'no secret is' : `${found} secrets are`} in them`;
    },
  },
  {
    id: 'audit',
    section,
    what: 'the audit line of a URL: who, profile, domain, source address, endpoint, request id',
    expected: 'all there',
    async run(lab) {
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      urlIn(await ask(lab, access));
      const lines = lab.functions.log(lab.functionName('presigned-url')).trim().split('\n');
      const last = lines.filter((line) => line.includes('url_created')).at(-1) ?? '{}';
      const wanted = ['alice', lab.outputs.domainId, lab.site.clientAddress, 'vpce-', '"requestId"'];
      const missing = wanted.filter((part) => !last.includes(part));
      return missing.length === 0 ? 'all there' : `missing: ${missing.join(', ')}`;
    },
  },
];
