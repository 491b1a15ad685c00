import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescript } from '../../cli/run-typescript';
import { stackIds, type StackId } from '../../config/stack-ids';
import { listHash } from '../../cli/teardown/consent';
import { json } from '../../lab/shared/aws-client';
import {
  createTransitGateway,
  listResources,
  setApiGatewayLogsRole,
  startStandIn,
  type StandIn,
} from '../../lab/stand-in';
import { providerVariables } from '../../lab/terraform/provider-mirror';
import { startProvider, type RunningProvider } from '../../lab/terraform/running-provider';
import { exampleWith } from '../../test-support/environments';
import type { Ended } from '../../lab/shared/run-to-end';
import { ProjectCopy } from '../../test-support/project-copy';
import { providerTypes } from '../../test-support/provider-types';

/** The part of a plan that says what would change. */
interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

// deployments take minutes, on any machine; the limit only ends a hanging one
jest.setTimeout(900_000);

describe('a deployment with the real Terraform and AWS provider', () => {
  const project = new ProjectCopy();
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-deploy-'));
  let standIn: StandIn;
  /** For everything after the first deployment, which starts a provider for each stack, as it does for everybody. */
  let provider: RunningProvider | undefined;
  let variables: Record<string, string>;

  beforeAll(async () => {
    standIn = await startStandIn({ hostEnvironment: process.env, accountId: '111122223333' });
    // what is there before: the gateway to the corporate network, and the account's role for API Gateway's logs
    await createTransitGateway(standIn, 'tgw-0123456789abcdef0');
    await setApiGatewayLogsRole(standIn, 'arn:aws:iam::111122223333:role/apigateway-logs');
    variables = {
      ...standIn.environment,
      ...providerVariables(folder, process.env),
      CHECKPOINT_DISABLE: '1',
      NO_COLOR: '1',
      STUDIO_ENV: 'example',
    };
  });

  afterAll(async () => {
    await provider?.stop();
    await standIn.stop();
    project.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const cdktf = (command: 'deploy' | 'destroy'): Promise<Ended> =>
    project.execute(
      path.join('node_modules', '.bin', 'cdktf'),
      [command, ...stackIds, '--auto-approve', '--skip-provider-lock'],
      { ...variables, ...provider?.variables },
    );

  const terraform = (stack: StackId, ...args: string[]): Promise<Ended> =>
    project.execute('terraform', [`-chdir=${project.path('cdktf.out', 'stacks', stack)}`, ...args], {
      ...variables,
      ...provider?.variables,
    });

  /** What a plan would change, as `<actions> <address>`, stack by stack. */
  const plannedChanges = async (): Promise<Record<StackId, string[]>> => {
    expect(project.synth('example')).toMatchObject({ exitCode: 0 });
    const planned: Record<StackId, string[]> = { ...nothing };
    for (const stack of stackIds) planned[stack] = await plannedFor(stack);
    return planned;
  };

  const plannedFor = async (stack: StackId): Promise<string[]> => {
    const planFile = path.join(folder, `${stack}.plan`);
    const plan = await terraform(
      stack,
      'plan',
      '-detailed-exitcode',
      '-input=false',
      '-no-color',
      `-out=${planFile}`,
    );
    if (plan.exitCode === 0) return [];
    if (plan.exitCode !== 2) throw new Error(plan.stderr);
    const { resource_changes } = JSON.parse(
      (await terraform(stack, 'show', '-json', planFile)).stdout,
    ) as Plan;
    const changes = (resource_changes ?? [])
      .filter(({ change }) => !['no-op', 'read'].includes(change.actions.join()))
      .map(({ address, change }) => `${change.actions.join('+')} ${address}`);
    // exit code 2 without a resource is a changed output
    return changes.length > 0 ? changes : ['output'];
  };

  const teardown = (...args: string[]): Promise<Ended> =>
    project.execute(process.execPath, [...typescript, 'cli/teardown.ts', '--env', 'example', ...args], {
      ...variables,
      ...provider?.variables,
    });

  const nothing = { network: [], identity: [], studio: [], 'private-api': [], 'corporate-network': [] };

  it('succeeds from nothing', async () => {
    const { exitCode, stdout, stderr } = await cdktf('deploy');
    expect({ exitCode, errors: exitCode === 0 ? '' : stdout + stderr }).toEqual({ exitCode: 0, errors: '' });
    provider = await startProvider(
      project.path('cdktf.out', 'stacks', 'private-api'),
      { ...process.env, ...variables },
      providerTypes(),
    );
    const kinds = new Set((await listResources(standIn)).map((resource) => resource.split(' ')[0]));
    expect([...kinds]).toEqual(expect.arrayContaining(['ec2', 'lambda', 'sagemaker', 'iam', 'logs']));
  });

  it('gives people everything they need next', async () => {
    const outputs = async (stack: StackId) => {
      const { stdout } = await terraform(stack, 'output', '-json');
      return Object.fromEntries(
        Object.entries(JSON.parse(stdout) as Record<string, { value: unknown }>)
          .filter(([name]) => !name.startsWith('cross-stack-output-'))
          .map(([name, { value }]) => [name, value]),
      );
    };
    const vpce = expect.stringMatching(/^vpce-[0-9a-f]{17}$/) as string;
    expect(await outputs('network')).toEqual({
      vpc_id: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) as string,
      resolver_addresses: ['10.20.0.10', '10.20.32.10'],
      execute_api_endpoint_id: vpce,
      sagemaker_api_endpoint_id: vpce,
      studio_endpoint_id: vpce,
    });
    const { user_pool_id } = await outputs('identity');
    expect(await outputs('identity')).toEqual({
      user_pool_id: expect.stringMatching(/^us-east-1_/) as string,
      app_client_id: expect.any(String) as string,
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${String(user_pool_id)}`,
    });
    expect(await outputs('studio')).toEqual({
      domain_id: expect.stringMatching(/^d-[a-z0-9]+$/) as string,
      user_profiles: ['alice', 'bob'],
    });
    const { execute_api_endpoint_id } = await outputs('network');
    const { api_id } = await outputs('private-api');
    expect(await outputs('private-api')).toMatchObject({
      api_id: expect.stringMatching(/^[a-z0-9]{10}$/) as string,
      api_url: `https://${String(api_id)}.execute-api.us-east-1.amazonaws.com/prod`,
      api_url_by_endpoint_alias: `https://${String(api_id)}-${String(execute_api_endpoint_id)}.execute-api.us-east-1.amazonaws.com/prod`,
      api_url_by_endpoint_name: expect.stringMatching(
        /^https:\/\/vpce-[0-9a-f]{17}-[a-z0-9]+\.execute-api\.us-east-1\.vpce\.amazonaws\.com\/prod$/,
      ) as string,
      api_id_header: `x-apigw-api-id: ${String(api_id)}`,
    });
  });

  it('keeps local state beside the project, where generated files do not go', () => {
    for (const stack of stackIds)
      expect(existsSync(project.path('state', 'example', `${stack}.tfstate`))).toBe(true);
  });

  it('then has nothing to change, also after a new build of the same sources', async () => {
    project.run('rm', ['-rf', 'dist']);
    expect(await plannedChanges()).toEqual(nothing);
  });

  it('deploys the API again when its authorizer changes, and then has nothing to change', async () => {
    project.writeEnvironment('example', exampleWith({ 'api.authorizerCacheSeconds': 60 }));
    expect(await plannedChanges()).toEqual({
      ...nothing,
      'private-api': [
        'update aws_api_gateway_authorizer.api-authorizer',
        'create+delete aws_api_gateway_deployment.deployment',
        'update aws_api_gateway_stage.stage',
      ],
    });
    expect(await terraform('private-api', 'apply', '-auto-approve', '-input=false')).toMatchObject({
      exitCode: 0,
    });
    expect(await plannedFor('private-api')).toEqual([]);
  });

  it('refuses to be destroyed while it is protected, and loses nothing', async () => {
    const before = await listResources(standIn);
    const { exitCode } = await cdktf('destroy');
    expect(exitCode).not.toBe(0);
    expect(await listResources(standIn)).toEqual(before);
    // cdktf may end before it has printed all that Terraform says, so each stack is asked for its reason
    for (const stack of stackIds) {
      const { stderr } = await terraform(stack, 'plan', '-destroy', '-input=false', '-no-color');
      expect(stderr).toContain('Instance cannot be destroyed');
    }
  });

  describe('and its teardown', () => {
    const spaces = `delete 2 spaces of example, list ${listHash(['bobs', 'new'])}`;
    const sageMaker = (operation: string, request: Record<string, unknown>) =>
      json(standIn, 'sagemaker', `SageMaker.${operation}`, request);

    beforeAll(async () => {
      const DomainId = (await terraform('studio', 'output', '-raw', 'domain_id')).stdout;
      // Terraform does not know this profile, which is in service at once
      standIn.profileSettings.pendingMilliseconds = 0;
      await sageMaker('CreateUserProfile', { DomainId, UserProfileName: 'newcomer' });
      for (const [SpaceName, OwnerUserProfileName] of [
        ['bobs', 'bob'],
        ['new', 'newcomer'],
      ]) {
        await sageMaker('CreateSpace', {
          DomainId,
          SpaceName,
          OwnershipSettings: { OwnerUserProfileName },
          SpaceSharingSettings: { SharingType: 'Private' },
        });
        await sageMaker('CreateApp', { DomainId, SpaceName, AppType: 'JupyterLab', AppName: 'default' });
      }
    });

    it.each<[string, object, string[], number, string]>([
      ['while it is protected', {}, ['--yes'], 2, 'protectFromDestroy: example is protected'],
      [
        'while work would be lost, although it shall go on',
        { protectFromDestroy: false },
        ['--yes'],
        2,
        `--delete-spaces: got nothing, expected "${spaces}"`,
      ],
      [
        'with credentials of another account',
        { protectFromDestroy: false, allowedAccountIds: ['444455556666'] },
        ['--yes', '--delete-spaces', spaces],
        1,
        'allowedAccountIds: these credentials are of the account 111122223333',
      ],
    ])('deletes nothing %s', async (_, changes, args, code, words) => {
      const before = await listResources(standIn);
      project.writeEnvironment('example', exampleWith({ ...changes }));
      const { exitCode, stderr } = await teardown(...args);
      expect(stderr).toContain(words);
      expect(exitCode).toBe(code);
      expect(await listResources(standIn)).toEqual(before);
    });

    it('leaves the home directories, then nothing if told', async () => {
      project.writeEnvironment('example', exampleWith({ protectFromDestroy: false }));
      const { exitCode, stdout, stderr } = await teardown('--yes', '--delete-spaces', spaces);
      expect({ exitCode, errors: exitCode === 0 ? '' : stdout + stderr }).toEqual({
        exitCode: 0,
        errors: '',
      });
      expect(stdout).toContain(
        `  spaces: 2, whose volumes go with them: list ${listHash(['bobs', 'new'])}\n    bobs: owner bob`,
      );
      const [gateway, fileSystem = '', ...others] = await listResources(standIn);
      expect([gateway, others]).toEqual(['ec2 tgw-0123456789abcdef0', []]);
      expect(stdout).toContain(`left of example:\n  home file system ${fileSystem.split(' ')[1] ?? '?'}`);

      const id = fileSystem.split(' ')[1] ?? '?';
      const homes = `delete the home directories of example in ${id}, list ${listHash([id])}`;
      const again = await teardown('--yes', '--delete-homes', homes);
      expect(again).toMatchObject({ exitCode: 0 });
      expect(again.stdout).toContain('nothing was found that is left of example');
      expect(await listResources(standIn)).toEqual(['ec2 tgw-0123456789abcdef0']);
    });
  });
});
