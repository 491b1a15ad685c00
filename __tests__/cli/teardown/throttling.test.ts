import { ListAppsCommand } from '@aws-sdk/client-sagemaker';
import { takeInventory } from '../../../cli/teardown/inventory';
import { runSteps, stepsOf } from '../../../cli/teardown/run';
import { TimeIsOver } from '../../../cli/teardown/waiting';
import { awsError, fakeWaiting } from '../../../test-support/teardown/answering-clients';
import { smallAccount, smallWanted } from '../../../test-support/teardown/small-account';

const terraform = { unprotect: () => Promise.resolve(), destroy: () => Promise.resolve() };
const throttled = ['ThrottlingException', 'Throttling', 'RequestLimitExceeded', 'TooManyRequestsException'];

/** A whole teardown, in which some calls are throttled. */
async function tearDown(isThrottled: (command: string) => boolean, name = 'ThrottlingException') {
  const waiting = fakeWaiting();
  const onCall = (command: string) => {
    if (isThrottled(command)) throw awsError(name, 'Rate exceeded');
  };
  const { clients, holds, sent } = smallAccount(onCall, waiting);
  const inventory = await takeInventory(clients, smallWanted, {});
  const agreed = { spaces: ['bobs'], fileSystems: ['fs-1'] };
  await runSteps(stepsOf(inventory, agreed, { clients, terraform, waiting }), () => undefined);
  return {
    left: Object.values(holds).flat(),
    said: waiting.said.filter((line) => line.includes('throttles')),
    sent,
  };
}

/** All but those about who signs in, and which account it is. */
const calls = [
  ['sagemaker', 'ListDomains', 'DescribeDomain', 'ListTags', 'ListApps', 'DescribeApp', 'ListSpaces'],
  ['sagemaker', 'ListUserProfiles', 'DeleteApp', 'DeleteSpace', 'DeleteUserProfile', 'DeleteDomain'],
  [
    'efs',
    'TagResource',
    'DescribeFileSystems',
    'DescribeMountTargets',
    'DeleteMountTarget',
    'DeleteFileSystem',
  ],
  ['ec2', 'DescribeSecurityGroups', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'],
  ['ec2', 'DeleteSecurityGroup', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface', 'CreateTags'],
  ['logs', 'DescribeLogGroups', 'DescribeLogStreams', 'DeleteLogGroup', 'DeleteLogStream'],
].flatMap(([service = '', ...names]) => names.map((name) => [service, name] as const));

test.each(calls)(
  '%s throttles %s: it is tried again, and the teardown goes on to its end',
  async (_, name) => {
    let refused = 0;
    const { left, said } = await tearDown((command) => command === `${name}Command` && refused++ < 3);
    expect(said[0]).toBe(`  AWS throttles ${name}: tried again in 5 s`);
    expect(refused).toBeGreaterThan(3);
    expect(left).toEqual([false]);
  },
);

test.each(throttled)('%s is such an error', async (name) => {
  let refused = 0;
  expect(await tearDown(() => refused++ < 1, name)).toMatchObject({
    left: [false],
    said: [expect.any(String)],
  });
});

test('the table has every call that a teardown makes', async () => {
  const { sent } = await tearDown(() => false);
  expect([...new Set(sent)].toSorted()).toEqual(calls.map(([, name]) => `${name}Command`).toSorted());
});

test('the pauses grow, up to a minute', async () => {
  let refused = 0;
  const { said } = await tearDown((command) => command === 'ListSpacesCommand' && refused++ < 7);
  expect(said.map((line) => /(\d+) s$/.exec(line)?.[1]).join(' ')).toBe('5 10 20 40 60 60 60');
});

test('it ends after half an hour, with words', async () => {
  const end = tearDown((command) => command === 'ListAppsCommand');
  await expect(end).rejects.toThrow(TimeIsOver);
  await expect(end).rejects.toThrow('ListApps: AWS has throttled it for 30 minutes');
});

test('hundreds of calls that wait say so once', async () => {
  // all at the same time
  const waiting = { ...fakeWaiting(), now: () => 0 };
  let refused = 0;
  const { clients } = smallAccount(() => {
    if (refused++ < 300) throw awsError('ThrottlingException', 'Rate exceeded');
  }, waiting);
  await Promise.all(Array.from({ length: 300 }, () => clients.sageMaker.send(new ListAppsCommand({}))));
  expect(waiting.said).toEqual(['  AWS throttles ListApps: tried again in 5 s']);
});

test('other errors are not tried again', async () => {
  let refused = 0;
  await expect(tearDown(() => refused++ < 1, 'AccessDeniedException')).rejects.toThrow('Rate exceeded');
});
