import path from 'node:path';
import { employeeRoute, meRoute, pathFor } from '../../api/routes';
import { shellWord } from '../../config/shell';
import { internet } from '../network/addresses';
import type { CommandLine } from './command-line';
import type { Person } from '../system/people';
import { proxyArguments } from '../hosts/chromium-proxy';
import type { Lab } from '../system/lab';

/** Instructions for trying a running lab by hand: addresses, a user, commands to copy. */
export function instructions(
  lab: Lab,
  { name, password }: Person,
  { program, variables }: Pick<CommandLine, 'program' | 'variables'>,
): string {
  const { site, outputs, environment, authority, deployed } = lab;
  const inside = `ip netns exec ${site.client.name}`;
  const outside = `ip netns exec ${site.stranger.name}`;
  const desk = lab.corporateSite()?.desk;
  const curlPast = (proxy: string) => `curl --cacert ${authority.file} ${proxy} --silent --show-error`;
  const curl = curlPast(desk ? `--proxy ${desk.proxy} --noproxy ${desk.noProxy}` : "--noproxy '*'");
  const folder = path.dirname(authority.file);
  const browser =
    `env TMPDIR=${folder} chromium --no-sandbox ${proxyArguments(desk)
      .map((argument) => shellWord(argument))
      .join(' ')} --user-data-dir=${path.join(folder, 'browser')} ` +
    `--ignore-certificate-errors-spki-list=${authority.publicKeyHash}`;
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = deployed.standIn.environment;
  const body = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: outputs.appClientId,
    AuthParameters: { USERNAME: name, PASSWORD: password },
  };
  const pick = (path: string) => `python3 -c 'import json,sys; print(json.load(sys.stdin)${path})'`;
  return `
The lab is running. User ${name}, password ${password} (made for this run).

  corporate site   desk ${site.clientAddress}, BIND ${site.serverAddress}     ${inside} …
  internet         ${internet.stranger}     ${outside} …
  foreign VPC      ${site.foreign.addresses.host}, its Studio endpoint ${site.foreign.addresses.studio}     ip netns exec ${site.foreign.host.name} …
  Studio endpoint  ${lab.studioAddresses().join(', ')}
  control plane    ${deployed.standIn.endpoint}

In another terminal, as root: resolve the API's name in the corporate site, then on the internet:

  ${inside} dig +short ${new URL(outputs.apiUrl).hostname}
  ${outside} dig +short ${new URL(outputs.apiUrl).hostname}

Sign in, ask for a colleague's URL (refused), then for your own:

  TOKEN=$(${inside} ${curl} https://cognito-idp.${environment.region}.amazonaws.com/ \\
    -H 'content-type: application/x-amz-json-1.1' \\
    -H 'x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth' \\
    -d '${JSON.stringify(body)}' | ${pick('["AuthenticationResult"]["AccessToken"]')})
  ${inside} ${curl} -H "Authorization: Bearer $TOKEN" ${outputs.apiUrl}${pathFor(employeeRoute, 'bob')}; echo
  URL=$(${inside} ${curl} -H "Authorization: Bearer $TOKEN" ${outputs.apiUrl}${meRoute.path} | ${pick('["authorizedUrl"]')})

Ask by the endpoint's name, which works without the company's DNS:

  ${inside} ${curl} -H "Authorization: Bearer $TOKEN" -H 'x-apigw-api-id: ${outputs.apiId}' ${outputs.apiUrlByEndpointName}${meRoute.path}; echo

Open the URL within ${environment.studio.urlLifetimeSeconds} seconds, on the internet (refused), then in a browser of the corporate site. Without a display, add --headless --dump-dom:

  ${outside} ${curlPast("--noproxy '*'")} -i "$URL"; echo
  ${inside} ${browser} "$URL"

Or open the page in the browser, and sign in there:

  ${inside} ${browser} ${outputs.portalUrl}

Or use studio-access on the desk, as it is handed out; each line by itself is one that people use:

  desk() { ${inside} env ${Object.entries(variables)
    .map(([key, value]) => shellWord(`${key}=${value}`))
    .join(' ')} ${process.execPath} ${program} "$@"; }
  printf '%s\\n' ${name} '${password}' | desk login --store-in-file
  desk status
  desk doctor
  desk url

List a part of the deployment:

  env -u AWS_PROFILE -u AWS_SESSION_TOKEN NO_PROXY=127.0.0.1 AWS_ACCESS_KEY_ID=${key ?? ''} AWS_SECRET_ACCESS_KEY=${secret ?? ''} aws --region ${environment.region} --endpoint-url ${deployed.standIn.endpoint} apigateway get-rest-apis

Ctrl-C ends the lab and removes everything.
`;
}
