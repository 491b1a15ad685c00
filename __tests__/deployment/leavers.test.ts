import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { takeInventory } from '../../cli/teardown/inventory';
import { ofUser, stepsOfUser } from '../../cli/teardown/leaver';
import { runSteps } from '../../cli/teardown/run';
import { resourcesOf } from '../../cli/terraform/resources';
import { projectFolder } from '../../config/project-folder';
import { stackIds, type StackId } from '../../config/stack-ids';
import { cognito } from '../../lab/cognito/control-plane';
import { json } from '../../lab/shared/aws-client';
import { clientsOf } from '../../test-support/teardown/account';
import { LivingDeployment } from '../../test-support/living-deployment';

// Terraform starts the provider for each plan; the limit only ends a hanging one
jest.setTimeout(900_000);

const document = readFileSync(path.join(projectFolder, 'docs', 'operations.md'), 'utf8');

/** The commands that follow a text in the document. */
function commandsAfter(text: string): string {
  const place = document.indexOf(text);
  const commands = place < 0 ? undefined : /^ *```sh\n([\s\S]*?)^ *```$/m.exec(document.slice(place))?.[1];
  if (commands === undefined) throw new Error(`docs/operations.md has no commands after: ${text}`);
  return commands;
}

const suspended = { 'studio.suspended': ['bob'] };
const removed = { 'studio.users': ['alice'], 'studio.removedUsers': ['bob'] };

describe('somebody leaves', () => {
  let living: LivingDeployment;
  let domainId: string;
  let poolId: string;

  beforeAll(async () => {
    living = await LivingDeployment.start();
    await living.deploy({});
    domainId = await living.output('studio', 'domain_id');
    poolId = await living.output('identity', 'user_pool_id');
  });
  afterAll(() => living.stop());

  const sageMaker = (operation: string, request: Record<string, unknown> = {}) =>
    json(living.standIn, 'sagemaker', `SageMaker.${operation}`, { DomainId: domainId, ...request });
  const profileOf = (UserProfileName: string) => sageMaker('DescribeUserProfile', { UserProfileName });
  const isEnabled = async (Username: string) => {
    const request = { UserPoolId: poolId, Username };
    return (await cognito(living.standIn, 'AdminGetUser', request)).Enabled;
  };

  const plans = async (): Promise<Record<StackId, readonly string[]>> => {
    const changes: [StackId, readonly string[]][] = [];
    for (const stack of stackIds) {
      const plan = await living.plan(stack);
      if (plan.exitCode === 1) throw new Error(`${stack}: ${plan.text}`);
      changes.push([stack, plan.changes]);
    }
    return Object.fromEntries(changes) as Record<StackId, readonly string[]>;
  };
  const unchanged = { network: [], identity: [], studio: [], 'private-api': [] };

  const run = async (commands: string) => {
    const script = commands
      .replaceAll('<region>', living.standIn.region)
      .replaceAll('<domain_id>', domainId)
      .replaceAll('<user_pool_id>', poolId);
    const { exitCode, stdout, stderr } = await living.runCommands(`set -o pipefail\n${script}`);
    expect({ exitCode, text: exitCode === 0 ? '' : `${stdout}${stderr}` }).toEqual({ exitCode: 0, text: '' });
    return stdout;
  };

  it('a user is suspended: the plan has exactly the documented changes', async () => {
    living.synthesize(suspended);
    expect(await plans()).toEqual({
      network: [],
      identity: ['update aws_cognito_user.suspended-login["bob"]'],
      studio: ['create aws_iam_role_policy.execution-suspended["bob"]'],
      'private-api': [
        'update aws_iam_role_policy.presigned-url-policy',
        'update aws_lambda_function.presigned-url',
      ],
    });
    await living.deploy(suspended);
    expect([await isEnabled('alice'), await isEnabled('bob')]).toEqual([true, false]);
    expect(await plans()).toEqual(unchanged);
  });

  it('who is enabled by hand while suspended is disabled by the next deployment', async () => {
    await run(commandsAfter('with the command:'));
    living.synthesize(suspended);
    expect((await plans()).identity).toEqual(['update aws_cognito_user.suspended-login["bob"]']);
    await living.deploy(suspended, ['identity']);
    expect(await isEnabled('bob')).toBe(false);
  });

  it('a suspended user of an existing domain keeps the rights of notebooks, and the plan says so', async () => {
    living.synthesize({
      ...suspended,
      release: ['studio.domain'],
      'studio.domain': { existing: { domainId } },
    });
    const { exitCode, text } = await living.plan('studio');
    expect(exitCode).toBe(2);
    expect(text).toContain('Check block assertion failed');
    expect(text).toContain(`studio.suspended: bob can get and use no URL`);
  });

  it('the end of a suspension does not enable the user; the plan prints the command that does', async () => {
    await living.deploy({});
    expect(await isEnabled('bob')).toBe(false);
    const command = `aws cognito-idp admin-enable-user --user-pool-id ${poolId} --username bob`;
    const { exitCode, text } = await living.plan('identity');
    expect(text).toContain(`To let them sign in again: ${command}`);
    expect(exitCode).toBe(0);
    await run(command);
    expect(await isEnabled('bob')).toBe(true);
    expect((await living.plan('identity')).text).not.toContain('Check block assertion failed');
    expect(await plans()).toEqual(unchanged);
  });

  it('a user who has a space with an app is removed, and nothing stops', async () => {
    const alice = await profileOf('alice');
    for (const [SpaceName, owner] of [
      ['bobs', 'bob'],
      ['bob-2s', 'bob'],
      ['alices', 'alice'],
    ]) {
      await sageMaker('CreateSpace', {
        SpaceName,
        OwnershipSettings: { OwnerUserProfileName: owner },
        SpaceSharingSettings: { SharingType: 'Private' },
      });
      await sageMaker('CreateApp', { SpaceName, AppType: 'JupyterLab', AppName: 'default' });
    }
    await sageMaker('CreateApp', { UserProfileName: 'bob', AppType: 'JupyterServer', AppName: 'default' });
    // the role must not stay for it
    const everything = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    await run(`
      aws iam create-policy --policy-name by-hand --policy-document '${everything}'
      aws iam attach-role-policy --role-name studio-access-example-user-bob \\
        --policy-arn arn:aws:iam::111122223333:policy/by-hand`);
    living.synthesize(removed);
    expect((await plans()).studio).toEqual(
      expect.arrayContaining([
        'forget aws_sagemaker_user_profile.removed-profile["bob"]',
        'delete aws_iam_role.execution-role["bob"]',
        'create terraform_data.protectFromDestroy-studio-removedUsers["bob"]',
      ]),
    );
    await living.deploy(removed);
    expect(await profileOf('alice')).toEqual(alice);
    expect(await profileOf('bob')).toMatchObject({ Status: 'InService' });
    await expect(isEnabled('bob')).rejects.toThrow('UserNotFoundException');
    expect(await plans()).toEqual(unchanged);
  });

  it.each<[string, StackId, object]>([
    ['given to somebody', 'identity', {}],
    ['given to somebody', 'studio', {}],
    ['taken out of the list', 'studio', { 'studio.users': ['alice'] }],
  ])('the name is refused while it is taken: %s, %s', async (_, stack, changes) => {
    living.synthesize({ ...changes });
    const { exitCode, text } = await living.plan(stack);
    expect(text).toContain('terraform_data.protectFromDestroy-studio-removedUsers["bob"]');
    expect(exitCode).toBe(1);
  });

  it('one command deletes their apps, spaces and profile, and nothing of others', async () => {
    const clients = clientsOf(living.standIn);
    const states = Object.fromEntries(
      stackIds.map((stack) => [stack, resourcesOf(readFileSync(living.stateFile(stack), 'utf8'))]),
    );
    const wanted = { environment: 'example', region: living.standIn.region, createdDomain: undefined };
    const inventory = await takeInventory(clients, wanted, states);
    expect(ofUser('bob', inventory).spaces.map(({ name }) => name)).toEqual(['bobs', 'bob-2s']);
    const waiting = {
      now: Date.now,
      sleep: (milliseconds: number) => setTimeout(milliseconds),
      pollMilliseconds: 200,
      say: () => undefined,
    };
    const agreed = { spaces: ['bobs', 'bob-2s'], fileSystems: [] };
    await runSteps(stepsOfUser('bob', inventory, agreed, { clients, waiting }), () => undefined);
    await expect(profileOf('bob')).rejects.toThrow('ResourceNotFound');
    expect(await sageMaker('ListSpaces')).toMatchObject({
      Spaces: [{ SpaceName: 'alices', Status: 'InService' }],
    });
    const { Apps } = await sageMaker('ListApps');
    expect(Apps).toContainEqual(expect.objectContaining({ SpaceName: 'alices', Status: 'InService' }));
    living.synthesize(removed);
    expect(await plans()).toEqual(unchanged);
  });

  it('the documented commands free the name, and somebody else gets it', async () => {
    await run(commandsAfter('**To free the name**'));
    await living.deploy({});
    expect(await isEnabled('bob')).toBe(true);
    expect(await profileOf('bob')).toMatchObject({ Status: 'InService' });
    expect(await plans()).toEqual(unchanged);
  });

  it('somebody who comes back gets their own profile again', async () => {
    await living.deploy(removed);
    const before = await profileOf('bob');
    await run(commandsAfter('**To free the name**'));
    living.synthesize({});
    await run(commandsAfter('**If the same person comes back**'));
    expect((await living.plan('studio')).changes).not.toContainEqual(
      expect.stringMatching(/^(create|delete).* aws_sagemaker_user_profile/),
    );
    await living.deploy({});
    expect((await profileOf('bob')).CreationTime).toBe(before.CreationTime);
    expect(await plans()).toEqual(unchanged);
  });
});
