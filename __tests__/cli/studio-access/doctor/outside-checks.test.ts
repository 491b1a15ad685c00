import type { Facts } from '../../../../cli/studio-access/doctor/facts';
import { explainOutsidePage, outsideChecks } from '../../../../cli/studio-access/doctor/outside-checks';
import type { Page } from '../../../../cli/studio-access/doctor/page';

const address = 'https://d-1.studio.us-east-1.sagemaker.aws/auth';
const refusal = 'Auth token containing insufficient permissions';

it.each<[what: string, page: Page, expected: string]>([
  ['is refused', { status: 403, address, text: refusal, isStudio: true }, 'ok'],
  ['opens', { status: 200, address, text: '', isStudio: true }, 'outside_studio'],
  [
    'is refused everywhere, as it is over',
    { status: 0, address: 'https://us-east-1.console.aws.amazon.com/', text: '', isStudio: false },
    'url_void',
  ],
])('outside, a URL that was made inside %s', (_, page, expected) => {
  const examined = explainOutsidePage(page);
  expect('cause' in examined ? examined.cause : 'ok').toBe(expected);
});

it.each<[what: string, addresses: readonly string[], proxy: string | undefined, expected: string]>([
  ['on the internet', ['198.51.100.7'], undefined, 'ok'],
  ['behind a proxy, which finds names itself', [], 'http://proxy.example.com:3128', 'ok'],
  ['offline', [], undefined, 'no_internet'],
])('a computer %s shows something about the outside, or not', async (_, addresses, proxy, expected) => {
  const hosts = {
    api: 'api.example.com',
    studio: 'test.example.com',
    sagemaker: 'api.sagemaker.example.com',
  };
  const facts = { hosts, settings: {}, lookup: () => Promise.resolve({ addresses }), way: () => ({ proxy }) };
  const [check] = outsideChecks(facts as unknown as Facts, undefined);
  const examined = await check?.examine();
  expect(examined && 'cause' in examined ? examined.cause : 'ok').toBe(expected);
});
