import { explainOutsidePage } from '../../../../cli/studio-access/doctor/outside-checks';
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
