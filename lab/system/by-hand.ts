import { internet } from '../network/addresses';
import type { Person } from '../walkthrough/people';
import type { Lab } from './lab';

/** How to try a running lab by hand: addresses, a user, commands to copy. */
export function instructions(lab: Lab, { name, password }: Person): string {
  const { site, outputs, environment, authority, deployed } = lab;
  const inside = `ip netns exec ${site.client.name}`;
  const curl = `curl --cacert ${authority} --silent`;
  const body = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: outputs.appClientId,
    AuthParameters: { USERNAME: name, PASSWORD: password },
  };
  return `
The lab is running. User ${name}, password ${password} (made for this run).

  corporate site   desk ${site.clientAddress}, BIND ${site.serverAddress}     ${inside} …
  internet         ${internet.stranger}                        ip netns exec ${site.stranger.name} …
  foreign VPC      ${site.foreign.addresses.host}, its Studio endpoint ${site.foreign.addresses.studio}   ip netns exec ${site.foreign.host.name} …
  Studio endpoint  ${lab.studioAddresses().join(', ')}
  control plane    ${deployed.standIn.endpoint}, e.g. aws --endpoint-url ${deployed.standIn.endpoint} apigateway get-rest-apis

In another terminal, as root. Names, as the corporate site sees them:

  ${inside} dig +short ${new URL(outputs.apiUrl).hostname}

Sign in, and ask for your own URL; then for a colleague's:

  TOKEN=$(${inside} ${curl} https://cognito-idp.${environment.region}.amazonaws.com/ \\
    -H 'content-type: application/x-amz-json-1.1' \\
    -H 'x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth' \\
    -d '${JSON.stringify(body)}' \\
    | python3 -c 'import json,sys; print(json.load(sys.stdin)["AuthenticationResult"]["AccessToken"])')
  ${inside} ${curl} -H "Authorization: Bearer $TOKEN" ${outputs.apiUrl}/me
  ${inside} ${curl} -H "Authorization: Bearer $TOKEN" ${outputs.apiUrl}/bob
  ${inside} ${curl} -H "Authorization: Bearer $TOKEN" -H 'x-apigw-api-id: ${outputs.apiId}' ${outputs.apiUrlByEndpointName}/me

Open the URL in a browser inside the corporate site, within ${environment.studio.urlLifetimeSeconds} seconds; then try it on the internet:

  ${inside} chromium --no-sandbox --user-data-dir=$(mktemp -d) --ignore-certificate-errors <URL>
  ip netns exec ${site.stranger.name} ${curl} -i <URL>

Ctrl-C ends it and forgets everything.
`;
}
