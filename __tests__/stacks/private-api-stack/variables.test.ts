import { readSettings as readAuthorizer } from '../../../handlers/authorizer/environment';
import { readSettings as readProfileClaim } from '../../../handlers/profile-claim/environment';
import { readSettings as readPortal } from '../../../handlers/portal/environment';
import { readSettings as readPresignedUrl } from '../../../handlers/presigned-url/environment';
import type { Environment } from '../../../config/load';
import { environmentWith, variants } from '../../../test-support/environments';
import { synthesize } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf, type StackJson } from '../../../test-support/terraform-json';

/** Values of a deployment, by their references in the configuration. */
const deployed: readonly (readonly [reference: RegExp, value: string])[] = [
  [/\$\{[^}]*aws_cognito_user_pool\.?user-pool\.?id\}/, 'us-east-1_Example01'],
  [/\$\{[^}]*aws_cognito_user_pool_client\.?app-client\.?id\}/, '3n4b5urk1ft4fl3mg5e62d9ado'],
  [/\$\{aws_cognito_user_pool_client\.portal-client\.id\}/, '1portal2client3of4the5page'],
  [/\$\{aws_api_gateway_rest_api\.api\.id\}/, 'a1b2c3d4e5'],
  [
    /\$\{[^}]*aws_iam_role\.?shared-execution-role\.?arn\}/,
    'arn:aws:iam::111122223333:role/studio-access-example-users',
  ],
  [/\$\{[^}]*aws_security_group\.?studio-apps\.?id\}/, 'sg-0123456789abcdef0'],
  [/\$\{[^}]*aws_sagemaker_domain\.?domain\.?id\}/, 'd-0123456789ab'],
];

function variablesOf(stack: StackJson, name: string): Record<string, string> {
  const { environment } = resourceOf(stack, 'aws_lambda_function', name) as {
    environment: { variables: Record<string, string> };
  };
  return Object.fromEntries(
    Object.entries(environment.variables).map(([variable, text]) => [
      variable,
      deployed.reduce((value, [reference, id]) => value.replace(reference, id), text),
    ]),
  );
}

describe.each(Object.entries({ 'the example': {}, ...variants }))('the functions of %s', (_, changes) => {
  const environment = environmentWith(changes);
  const { 'private-api': stack, identity: identityStack } = synthesize(changes);

  test('the authorizer can read its variables', () => {
    const { region, identity } = environment;
    const { issuer, ...settings } = readAuthorizer(variablesOf(stack, 'authorizer'));
    if (identity.oidc) {
      expect([issuer, settings]).toMatchObject([
        identity.oidc.issuer,
        { kind: 'oidc', audience: identity.oidc.audience, scope: identity.oidc.scope.token },
      ]);
    } else {
      expect(issuer.startsWith(`https://cognito-idp.${region}.amazonaws.com`)).toBe(true);
      expect(settings).toMatchObject({
        kind: 'cognito',
        clientIds: [
          '3n4b5urk1ft4fl3mg5e62d9ado',
          ...(identity.cognito.federation ? ['1portal2client3of4the5page'] : []),
        ],
        profileClaim: identity.cognito.federation ? 'studio_profile' : 'username',
      });
    }
  });

  test('the function of profile claims, where there is one, can read its variables', () => {
    const federation = environment.identity.cognito?.federation;
    expect('profile-claim' in resourcesOf(identityStack, 'aws_lambda_function')).toBe(
      federation !== undefined,
    );
    if (!federation) return;
    expect(readProfileClaim(variablesOf(identityStack, 'profile-claim'))).toEqual({
      profileAttribute: 'custom:person',
      identityProvider: federation.providerName,
      profileNamesFile: 'profile-names.json',
      deriveProfileNames: federation.deriveProfileNames,
      localUsers: federation.localUsers,
    });
  });

  test('the presigned-URL function can read its variables', () => {
    const { region, studio } = environment;
    const variables = { ...variablesOf(stack, 'presigned-url'), AWS_REGION: region };
    expect(readPresignedUrl(variables)).toEqual({
      domainId: 'd-0123456789ab',
      urlLifetimeSeconds: studio.urlLifetimeSeconds,
      sessionDurationSeconds: studio.sessionDurationSeconds,
      landingUri: studio.landing.default && 'studio::jupyterlab',
      landingApps: studio.landing.apps,
      suspendedProfiles: [...studio.suspended, ...studio.removedUsers],
      firstUse:
        studio.profiles === 'listed'
          ? undefined
          : {
              executionRoleArn: 'arn:aws:iam::111122223333:role/studio-access-example-users',
              securityGroupIds: ['sg-0123456789abcdef0'],
              tags: { Environment: 'example', Owner: 'ml-platform' },
              idleTimeoutMinutes: 120,
            },
      region,
    });
  });

  test('the page can read its settings, and is where they say', () => {
    const { region, api, studio, portal, identity } = environment;
    const settings = readPortal(variablesOf(stack, 'portal'));
    expect(settings).toMatchObject({
      environment: 'example',
      portalUrl: api.customDomain
        ? `https://${api.customDomain.name}/portal`
        : `https://a1b2c3d4e5.execute-api.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/${api.stageName}/portal`,
      operator: portal.operator,
      landingApps: studio.landing.apps,
      signIn: signInOf(identity, region),
    });
    expect(settings.landingDefault).toBe(studio.landing.default);
    expect(stack.output?.portal_url?.value).toBe(
      settings.portalUrl.replace('a1b2c3d4e5', '${aws_api_gateway_rest_api.api.id}'),
    );
  });
});

function signInOf({ cognito, oidc }: Environment['identity'], region: string) {
  if (oidc) return oidc.portal ? { kind: 'code', clientId: oidc.portal.clientId } : { kind: 'none' };
  const fips = region.startsWith('us-gov-') ? '-fips' : '';
  if (!cognito.federation)
    return { kind: 'password', endpoint: `https://cognito-idp${fips}.${region}.amazonaws.com/` };
  const { prefix, custom } = cognito.federation.signInDomain;
  const host = custom?.name ?? `${prefix}.auth${fips}.${region}.amazoncognito.com`;
  return {
    kind: 'code',
    clientId: '1portal2client3of4the5page',
    tokenEndpoint: `https://${host}/oauth2/token`,
    signOut: { kind: 'cognito', endpoint: `https://${host}/logout` },
  };
}
