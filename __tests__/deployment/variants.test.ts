import { stackIds } from '../../config/stack-ids';
import { json, query, type Target } from '../../lab/shared/aws-client';
import { createTransitGateway, listResources, setApiGatewayLogsRole } from '../../lab/stand-in';
import { environmentWith, readNamedFile } from '../../test-support/environments';
import { LivingDeployment } from '../../test-support/living-deployment';

// deployments take minutes, on any machine; the limit only ends a hanging one
jest.setTimeout(900_000);

/** A deployment that has each of several ways, so that few deployments have all. */
interface Variant {
  readonly covers: string;
  /** The environment file that it begins with. */
  readonly name: string;
  readonly changes: Readonly<Record<string, unknown>>;
  /** Changes that need something of the account, which it makes. */
  readonly prepare?: (account: Target) => Promise<Readonly<Record<string, unknown>>>;
  /** The text of each file that the environment names. @default those of the project */
  readonly readFile?: () => string;
  /** Some of what must be there. */
  readonly has: readonly string[];
  /** What happens before the stack `studio` is destroyed. */
  readonly beforeStudioGoes?: (living: LivingDeployment) => Promise<void>;
}

/** 200 people, as a directory exports them. */
const manyPeople = [
  'name,signInNames',
  ...Array.from({ length: 200 }, (_, index) => `person-${index},e-${1000 + index}`),
].join('\r\n');

const variants: readonly Variant[] = [
  {
    covers: "the company's own tokens by keys in a file, one role, profiles on first use",
    name: 'first-use',
    changes: {},
    has: ['aws_lambda_function.authorizer', 'aws_iam_role.shared-execution-role'],
    async beforeStudioGoes(living) {
      const DomainId = await living.output('studio', 'domain_id');
      const profile = { DomainId, UserProfileName: 'e-1005' };
      await json(living.standIn, 'sagemaker', 'SageMaker.CreateUserProfile', profile);
      // Terraform knows nothing of the profile, and its domain cannot be deleted
      expect(await living.plan('studio')).toMatchObject({ exitCode: 0 });
      expect(await living.destroy('studio')).toMatchObject({
        exitCode: 1,
        text: expect.stringContaining('because UserProfile(s) are associated with it') as string,
      });
      await json(living.standIn, 'sagemaker', 'SageMaker.DeleteUserProfile', profile);
    },
  },
  {
    covers: 'a pool federated by OpenID Connect, one role, many people of a file',
    name: 'okta',
    changes: { 'studio.executionRoles': 'shared' },
    async prepare(account) {
      const { ARN: secretsManagerArn } = await json(
        account,
        'secretsmanager',
        'secretsmanager.CreateSecret',
        {
          Name: 'studio-access/okta',
          SecretString: 'a-client-secret-of-this-test-only',
        },
      );
      return { 'identity.cognito.federation.provider.oidc.clientSecret': { secretsManagerArn } };
    },
    readFile: () => manyPeople,
    has: [
      'aws_cognito_identity_provider.company',
      'aws_iam_role.shared-execution-role',
      'aws_sagemaker_user_profile.profile["person-199"]',
    ],
  },
  {
    covers: 'a pool federated by SAML, local users, a role for each, a sign-in domain of its own name',
    name: 'entra-saml',
    changes: {},
    has: [
      'aws_cognito_identity_provider.company',
      'aws_cognito_user.login["consultant"]',
      'aws_iam_role.execution-role["alice"]',
    ],
  },
  {
    covers: "the company's own tokens by the address of the keys, a role for each, China",
    name: 'china',
    changes: {
      'identity.oidc.deriveProfileNames': false,
      'studio.domain': { create: { name: 'studio' } },
    },
    has: ['aws_lambda_function.authorizer', 'aws_iam_role.execution-role["alice"]'],
  },
];

/** They are mostly spent waiting, so all are deployed at once, each in an account of its own. */
it.concurrent.each(variants)(
  'is deployed, then has nothing to change, and is destroyed without a trace: $covers',
  async ({ name, changes, prepare, readFile = readNamedFile, has, beforeStudioGoes }) => {
    const living = await LivingDeployment.start();
    try {
      const { region } = environmentWith({}, name);
      const account = { ...living.standIn, region };
      await prepareAccount(account);
      const environment = environmentWith(
        {
          ...changes,
          ...(await prepare?.(account)),
          protectFromDestroy: false,
          // home directories that are kept would keep the subnets
          'studio.domain.create.homeFileSystemOnDestroy': 'delete',
        },
        name,
        readFile,
      );
      const before = await listResources(account);
      living.synthesizeEnvironment(environment);
      await living.applyAll();
      const addresses = (await Promise.all(stackIds.map((stack) => living.addresses(stack)))).flat();
      expect(has.filter((address) => !addresses.includes(address))).toEqual([]);
      for (const stack of stackIds) {
        expect([stack, await living.plan(stack)]).toMatchObject([stack, { exitCode: 0 }]);
      }
      for (const stack of stackIds.toReversed()) {
        if (stack === 'studio') await beforeStudioGoes?.(living);
        const { exitCode, text } = await living.destroy(stack);
        expect([stack, exitCode, exitCode === 0 ? '' : text]).toEqual([stack, 0, '']);
      }
      expect(await listResources(account)).toEqual(before);
    } finally {
      await living.stop();
    }
  },
);

/** What environments expect in the account: the gateway, the role for logs, and a policy for the people's data. */
async function prepareAccount(account: Target): Promise<void> {
  if (account.region !== 'us-east-1') await createTransitGateway(account, 'tgw-0123456789abcdef0');
  await setApiGatewayLogsRole(account, 'arn:aws:iam::111122223333:role/apigateway-logs');
  const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
  await query(account, 'iam', {
    Action: 'CreatePolicy',
    Version: '2010-05-08',
    PolicyName: 'data-access',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
}
