import { Failure } from '../../../../cli/studio-access/failure';
import { networkFailure } from '../../../../cli/studio-access/network/explain';
import { reachingSignIn } from '../../../../cli/studio-access/sign-in/reach';

const address = 'https://cognito-idp.us-east-1.amazonaws.com/';
const failed = (code: string) => Object.assign(new Error('x'), { code });

test.each([
  ['no name', 'ENOTFOUND', undefined, 'name_not_found', 'HTTPS_PROXY must name the proxy'],
  ['no way', 'ECONNREFUSED', undefined, 'no_answer', 'needs a proxy'],
  ['a proxy that does not get there', 'ECONNRESET', 'http://p:1', 'proxy', 'The proxy must let it through'],
  ['interception', 'SELF_SIGNED_CERT_IN_CHAIN', undefined, 'certificate_unknown', 'NODE_EXTRA_CA_CERTS'],
])('%s at the sign-in, which is not behind the VPN', async (_, error, proxy, code, words) => {
  const fetch = reachingSignIn(() => Promise.reject(networkFailure(failed(error), address, proxy)));
  const failure: unknown = await fetch(address).catch((reason: unknown) => reason);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ details: { code, todo: expect.stringContaining(words) as string } });
  expect(failure).not.toMatchObject({ details: { todo: expect.stringContaining('VPN') as string } });
});
