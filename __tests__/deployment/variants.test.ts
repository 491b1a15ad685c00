import { stackIds } from '../../config/stack-ids';
import { json, query } from '../../lab/shared/aws-client';
import { createTransitGateway, listResources, setApiGatewayLogsRole } from '../../lab/stand-in';
import { environmentWith, readNamedFile } from '../../test-support/environments';
import { LivingDeployment } from '../../test-support/living-deployment';

// deployments take minutes, on any machine; the limit only ends a hanging one
jest.setTimeout(900_000);

type Changes = Readonly<Record<string, unknown>>;

/** What every environment is changed to here: destroyed in the end, with all that is in the domain. */
const destroyable: Changes = { protectFromDestroy: false };
const withHomesDeleted: Changes = {
  ...destroyable,
  'studio.domain.create.homeFileSystemOnDestroy': 'delete',
};

/** 200 people, as a directory exports them. */
const manyPeople = [
  'name,signInNames',
  ...Array.from({ length: 200 }, (_, index) => `person-${index},e-${1000 + index}`),
].join('\r\n');

/**
 * Whole deployments of the environments that people begin with, chosen so that few of them have each way to sign in and
 * each way to keep people. What changes between the ways is in `federation.test.ts` and `many-users.test.ts`.
 */
describe('a deployment of', () => {
  let living: LivingDeployment;
  let before: string[];

  beforeAll(async () => {
    living = await LivingDeployment.start();
    const policy = { Action: 'CreatePolicy', Version: '2010-05-08', PolicyName: 'data-access' };
    const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
    await query(living.standIn, 'iam', {
      ...policy,
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
  });
  beforeEach(async () => {
    before = await listResources(living.standIn);
  });
  afterAll(async () => {
    await living.stop();
  });

  const expectNothingToChange = async () => {
    for (const stack of stackIds) {
      expect([stack, await living.plan(stack)]).toMatchObject([stack, { exitCode: 0 }]);
    }
  };
  const destroyAll = async () => {
    for (const stack of stackIds.toReversed()) {
      const { exitCode, text } = await living.destroy(stack);
      expect([stack, exitCode, exitCode === 0 ? '' : text]).toEqual([stack, 0, '']);
    }
  };

  it("the company's own tokens by keys in a file, with profiles on first use and one role", async () => {
    living.synthesizeEnvironment(environmentWith(withHomesDeleted, 'first-use'));
    await living.applyAll();
    await expectNothingToChange();
    await destroyAll();
    expect(await listResources(living.standIn)).toEqual(before);
  });

  it('a pool that is federated by OpenID Connect, with many people of a file and one role', async () => {
    const { ARN: secretsManagerArn } = await json(
      living.standIn,
      'secretsmanager',
      'secretsmanager.CreateSecret',
      { Name: 'studio-access/okta', SecretString: 'a-client-secret-of-this-test-only' },
    );
    before = await listResources(living.standIn);
    const changes = {
      ...withHomesDeleted,
      'identity.cognito.federation.provider.oidc.clientSecret': { secretsManagerArn },
      'studio.executionRoles': 'shared',
    };
    living.synthesizeEnvironment(environmentWith(changes, 'okta', () => manyPeople));
    await living.applyAll();
    expect(await living.addresses('studio')).toContain('aws_sagemaker_user_profile.profile["person-199"]');
    await expectNothingToChange();
    await destroyAll();
    expect(await listResources(living.standIn)).toEqual(before);
  });

  it('a pool that is federated by SAML, with local users and a role for each', async () => {
    living.synthesizeEnvironment(environmentWith(withHomesDeleted, 'entra-saml'));
    await living.applyAll();
    await expectNothingToChange();
    await destroyAll();
    expect(await listResources(living.standIn)).toEqual(before);
  });

  it("the company's own tokens by the address of the keys, in China, in an existing domain", async () => {
    const china = { ...living.standIn, region: 'cn-north-1' };
    await createTransitGateway(china, 'tgw-0123456789abcdef0');
    await setApiGatewayLogsRole(china, 'arn:aws-cn:iam::111122223333:role/apigateway-logs');
    before = await listResources(china);
    living.synthesizeEnvironment(environmentWith(destroyable, 'china', readNamedFile));
    await living.applyAll();
    await expectNothingToChange();
    await destroyAll();
    expect(await listResources(china)).toEqual(before);
  });
});
