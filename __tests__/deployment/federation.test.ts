import { readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { cognito } from '../../lab/cognito/control-plane';
import { json } from '../../lab/shared/aws-client';
import { companyTokens, federation, samlFederation } from '../../test-support/environments';
import { LivingDeployment } from '../../test-support/living-deployment';

// Terraform starts the provider for each stack; the limit only ends a hanging one
jest.setTimeout(600_000);

const secret = 'a-client-secret-of-this-test-only';
const withVariable = { TF_VAR_identity_provider_client_secret: secret };
const federated = (changes: Record<string, unknown>) => ({ 'identity.cognito.federation': changes });

describe('a pool that becomes federated', () => {
  let living: LivingDeployment;
  beforeAll(async () => {
    living = await LivingDeployment.start();
    await living.deploy({}, ['network', 'identity']);
  });
  afterAll(async () => {
    await living.stop();
  });

  it('by SAML, with local users beside, stays the same pool and has nothing left to change', async () => {
    const poolId = await living.output('identity', 'user_pool_id');
    await living.deploy(federated({ ...samlFederation, localUsers: true }), ['identity']);
    expect(await living.output('identity', 'user_pool_id')).toBe(poolId);
    // Cognito has added the provider's certificate and addresses by now
    const { IdentityProvider: provider } = await cognito(living.standIn, 'DescribeIdentityProvider', {
      UserPoolId: poolId,
      ProviderName: 'Company',
    });
    expect(provider).toHaveProperty('ProviderDetails.ActiveEncryptionCertificate');
    expect(await living.plan('identity')).toMatchObject({ exitCode: 0 });
    expect(await living.addresses('identity')).toContain('aws_cognito_user.login["alice"]');
  });

  it('shows a change of what the environment file says about the provider', async () => {
    const provider = { saml: { metadataUrl: 'https://other.corp.example.com/metadata' } };
    living.synthesize(federated({ ...samlFederation, localUsers: true, provider }));
    expect((await living.plan('identity')).changes).toEqual(['update aws_cognito_identity_provider.company']);
  });

  it('takes the passwords away where people sign in at the provider only', async () => {
    living.synthesize(federated(samlFederation));
    expect((await living.plan('identity')).changes.filter((change) => change.startsWith('delete'))).toEqual([
      'delete aws_cognito_user.login["alice"]',
      'delete aws_cognito_user.login["bob"]',
    ]);
  });

  it('by OpenID Connect: the secret is in the state and in saved plans, which are private, and nowhere else', async () => {
    living.synthesize(federated(federation));
    const plan = await living.plan('identity', withVariable);
    expect(plan.changes).toContain('delete+create aws_cognito_identity_provider.company');
    expect(plan.text).not.toContain(secret);
    const planned = await living.runTerraform(path.join(living.outdir, 'stacks', 'identity'), [
      'show',
      '-json',
      living.planFile('identity'),
    ]);
    expect(planned.stdout).toContain(secret);
    expect(textsOfZip(living.planFile('identity'))).toContain(secret);

    const applied = await living.apply('identity', withVariable);
    expect(applied).toMatchObject({ exitCode: 0 });
    expect(applied.text).not.toContain(secret);
    expect(readFileSync(living.stateFile('identity'), 'utf8')).toContain(secret);
    expect(readFileSync(path.join(living.outdir, 'stacks', 'identity', 'cdk.tf.json'), 'utf8')).not.toContain(
      secret,
    );
    const again = await living.plan('identity', withVariable);
    expect(again).toMatchObject({ exitCode: 0 });
  });

  it('asks for the variable, without a value', async () => {
    const { exitCode, text } = await living.plan('identity');
    expect(exitCode).toBe(1);
    expect(text).toContain('identity_provider_client_secret');
  });

  it('by OpenID Connect, with the secret of Secrets Manager', async () => {
    const { ARN: secretsManagerArn } = await json(
      living.standIn,
      'secretsmanager',
      'secretsmanager.CreateSecret',
      {
        Name: 'studio-access',
        SecretString: secret,
      },
    );
    const oidc = { ...federation.provider.oidc, clientSecret: { secretsManagerArn } };
    living.synthesize(federated({ ...federation, provider: { oidc } }));
    const plan = await living.plan('identity');
    // the same secret, so nothing changes but where it comes from
    expect(plan).toMatchObject({ exitCode: 0 });
    expect(plan.text).not.toContain(secret);
  });

  it('is handed over when the company signs people in itself, and is otherwise protected', async () => {
    living.synthesize({ identity: companyTokens });
    const { exitCode, text } = await living.plan('identity');
    expect(exitCode).toBe(1);
    expect(text).toContain('aws_cognito_user_pool.user-pool');
    const poolId = await living.output('identity', 'user_pool_id');
    await living.deploy({ identity: companyTokens, release: ['identity.cognito'] }, ['identity']);
    expect(
      (await living.addresses('identity')).filter((address) => address.startsWith('aws_cognito')),
    ).toEqual([]);
    await expect(
      cognito(living.standIn, 'DescribeUserPool', {
        UserPoolId: poolId,
      }),
    ).resolves.toBeDefined();
    living.synthesize({ identity: companyTokens });
    expect(await living.plan('identity')).toMatchObject({ exitCode: 0 });
  });
});

/** Everything in a zip file, as text: Terraform's saved plans are such files. */
function textsOfZip(file: string): string {
  return Object.values(unzipSync(readFileSync(file)))
    .map((bytes) => Buffer.from(bytes).toString('latin1'))
    .join('\n');
}
