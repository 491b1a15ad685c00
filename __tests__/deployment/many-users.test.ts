import { json, query } from '../../lab/shared/aws-client';
import { find } from '../../lab/shared/xml-tree';
import { build } from '../../test-support/handlers/forms';
import { FunctionProcess, logLines } from '../../test-support/handlers/function-process';
import { proxyEvent } from '../../test-support/handlers/proxy-event';
import { LivingDeployment } from '../../test-support/living-deployment';

// Terraform starts the provider for each plan; the limit only ends a hanging one
jest.setTimeout(900_000);

const shared = { 'studio.executionRoles': 'shared' };
const onFirstUse = { ...shared, 'studio.profiles': 'on-first-use' };

describe('a living deployment with many users', () => {
  let living: LivingDeployment;
  let domainId: string;

  beforeAll(async () => {
    living = await LivingDeployment.start();
    await living.deploy({});
    domainId = await living.output('studio', 'domain_id');
  });
  afterAll(async () => {
    await FunctionProcess.stopAll();
    await living.stop();
  });

  const sageMaker = (operation: string, request: Record<string, unknown> = {}) =>
    json(living.standIn, 'sagemaker', `SageMaker.${operation}`, { DomainId: domainId, ...request });
  const settingsOf = async (UserProfileName: string) =>
    (await sageMaker('DescribeUserProfile', { UserProfileName })).UserSettings as {
      ExecutionRole: string;
      SecurityGroups: string[];
    };
  const planned = async () => {
    const { exitCode, text, changes } = await living.plan('studio');
    if (exitCode === 1) throw new Error(text);
    return changes.toSorted();
  };

  it('changes over to one role in place: profiles and domain stay', async () => {
    living.synthesize(shared);
    const changes = await planned();
    expect(changes.filter((change) => change.includes('sagemaker'))).toEqual([
      'update aws_sagemaker_user_profile.profile["alice"]',
      'update aws_sagemaker_user_profile.profile["bob"]',
    ]);
    await living.deploy(shared);
    expect(await planned()).toEqual([]);
    const [alice, bob] = [await settingsOf('alice'), await settingsOf('bob')];
    expect(alice.ExecutionRole).toMatch(/:role\/studio-access-example-users$/);
    expect(bob).toEqual(alice);
    expect(alice.SecurityGroups).toHaveLength(1);
  });

  it("applies IAM's own variable, as IAM reads it", async () => {
    for (const PolicyName of ['never', 'use-own-studio']) {
      const request = {
        Action: 'GetRolePolicy',
        Version: '2010-05-08',
        RoleName: 'studio-access-example-users',
      };
      const reply = await query(living.standIn, 'iam', { ...request, PolicyName });
      const text = decodeURIComponent(find(reply, 'PolicyDocument')?.text ?? '');
      expect(text).toContain(`:user-profile/${domainId}/\${aws:SourceIdentity}"`);
      expect(text).not.toContain('$${');
    }
  });

  it('refuses the role on a domain that no longer passes the name on', async () => {
    const update = (ExecutionRoleIdentityConfig: string) =>
      sageMaker('UpdateDomain', { DomainSettingsForUpdate: { ExecutionRoleIdentityConfig } });
    await update('DISABLED');
    expect(await living.plan('studio')).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining(
        'studio.executionRoles: "shared" needs a domain that passes the name of the profile on',
      ) as string,
    });
    await update('USER_PROFILE_NAME');
    expect(await planned()).toEqual([]);
  });

  it('changes back to a role for each', async () => {
    await living.deploy({});
    expect(await planned()).toEqual([]);
    expect((await settingsOf('bob')).ExecutionRole).toMatch(/:role\/studio-access-example-user-bob$/);
  });

  it('forgets profiles that are made on first use from now on, and changes nothing of theirs', async () => {
    await living.deploy(shared);
    const before = await settingsOf('alice');
    await living.deploy(onFirstUse);
    expect(await planned()).toEqual([]);
    expect(await settingsOf('alice')).toEqual(before);
    expect((await living.addresses('studio')).filter((address) => address.includes('user_profile'))).toEqual(
      [],
    );
  });

  describe('and the deployed function', () => {
    const start = async () => {
      const { Environment: environment } = (await (
        await fetch(
          `${living.standIn.endpoint}/2015-03-31/functions/studio-access-example-presigned-url/configuration`,
          {
            headers: {
              authorization: 'AWS4-HMAC-SHA256 Credential=lab/20200101/us-east-1/lambda/aws4_request',
            },
          },
        )
      ).json()) as { Environment: { Variables: Record<string, string> } };
      return FunctionProcess.start(await build('presigned-url', 'bundle'), {
        ...environment.Variables,
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL_SAGEMAKER: living.standIn.endpoint,
        AWS_ACCESS_KEY_ID: 'lab',
        AWS_SECRET_ACCESS_KEY: 'lab',
      });
    };
    const codeOf = ({ result }: { result?: unknown }) => {
      const { statusCode, body } = result as { statusCode: number; body: string };
      return `${statusCode} ${(JSON.parse(body) as { code?: string }).code ?? ''}`.trim();
    };

    it('makes a profile once for many first calls of several processes, as a deployment would', async () => {
      living.standIn.profileSettings.pendingMilliseconds = 3000;
      const processes = await Promise.all([start(), start(), start()]);
      const event = proxyEvent('newcomer', { pathParameters: { EMPLOYEE_ID: 'newcomer' } });
      // ten each: that many a user may ask for at once
      const calls = processes.flatMap((running) => Array.from({ length: 10 }, () => running.invoke(event)));
      expect(new Set((await Promise.all(calls)).map(codeOf))).toEqual(new Set(['503 profile_pending']));
      await new Promise((resolve) => setTimeout(resolve, 3100));
      const later = await start();
      expect(codeOf(await later.invoke(event))).toBe('200');
      const lines = (
        await Promise.all(processes.map(async (running) => logLines(await running.stop())))
      ).flat();
      expect(lines.filter(({ code }) => code === 'profile_created')).toMatchObject([{ profile: 'newcomer' }]);
      living.standIn.profileSettings.pendingMilliseconds = 0;
      // the provider adds empty values when it updates a profile
      expect(await settingsOf('alice')).toMatchObject(await settingsOf('newcomer'));
      const ResourceArn = (await sageMaker('DescribeUserProfile', { UserProfileName: 'newcomer' }))
        .UserProfileArn;
      expect(await sageMaker('ListTags', { ResourceArn })).toEqual({
        Tags: [
          { Key: 'Environment', Value: 'example' },
          { Key: 'Owner', Value: 'ml-platform' },
        ],
      });
    });

    it('tells when the quota of the account is reached', async () => {
      living.standIn.profileSettings.quota = 3;
      expect(codeOf(await (await start()).invoke(proxyEvent('one-too-many', { pathParameters: null })))).toBe(
        '502 quota_reached',
      );
      living.standIn.profileSettings.quota = Infinity;
    });
  });

  it('takes the profiles back that Terraform is told of', async () => {
    living.synthesize(shared);
    await living.plan('studio');
    for (const UserProfileName of ['alice', 'bob']) {
      const { UserProfileArn: arn } = await sageMaker('DescribeUserProfile', { UserProfileName });
      const { exitCode, stderr } = await living.runCommands(
        `terraform -chdir=cdktf.out/stacks/studio import 'aws_sagemaker_user_profile.profile["${UserProfileName}"]' ${String(arn)}`,
      );
      expect([exitCode, stderr]).toEqual([0, '']);
    }
    expect((await planned()).filter((change) => change.startsWith('create'))).toEqual([]);
    await living.deploy(shared);
    expect(await planned()).toEqual([]);
  });
});
