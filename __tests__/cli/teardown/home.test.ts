import {
  findNfsGroups,
  deleteFileSystems,
  deleteNfsGroups,
  findFileSystems,
  findHandedOver,
} from '../../../cli/teardown/home';
import { answeringClients } from '../../../test-support/teardown/answering-clients';

const waiting = { now: () => 0, sleep: () => Promise.resolve(), pollMilliseconds: 1, say: () => undefined };

const Tags = [{ Key: 'studio-access-environment', Value: 'prod' }];

/** An account with a domain that uses a file system which an abandoned teardown has marked. */
const account = () =>
  answeringClients({
    ListDomainsCommand: () => ({ Domains: [{ DomainId: 'd-living' }] }),
    DescribeDomainCommand: () => ({ DomainId: 'd-living', HomeEfsFileSystemId: 'fs-living' }),
    DescribeFileSystemsCommand: () => ({ FileSystems: [{ FileSystemId: 'fs-living', Tags }] }),
    DescribeSecurityGroupsCommand: () => ({
      SecurityGroups: [
        {
          GroupId: 'sg-living',
          GroupName: 'security-group-for-inbound-nfs-d-living',
          IpPermissions: [{ IpProtocol: '-1' }],
        },
      ],
    }),
  });

test('what is marked and belongs to a domain in use is left as it is', async () => {
  const { clients, sent } = account();
  expect(await findFileSystems(clients, 'prod', undefined)).toEqual([]);
  expect(await findNfsGroups(clients, 'prod', undefined)).toEqual([]);
  await deleteNfsGroups(clients, 'prod', waiting);
  await deleteFileSystems(clients, 'prod', ['fs-living'], waiting);
  expect(sent.filter((name) => !/^(?:Describe|List)/.test(name))).toEqual([]);
});

test('it is reported', async () => {
  expect(await findHandedOver(account().clients, 'prod', undefined)).toEqual([
    expect.stringContaining('fs-living, sg-living of the domain d-living, which is in use'),
  ]);
});

test("it is found as long as that domain is the environment's own", async () => {
  const own = { id: 'd-living', fileSystemId: 'fs-living', vpcId: 'vpc-1' };
  expect(await findNfsGroups(account().clients, 'prod', own)).toEqual(['sg-living']);
  expect(await findFileSystems(account().clients, 'prod', own)).toMatchObject([{ id: 'fs-living' }]);
  expect(await findHandedOver(account().clients, 'prod', own)).toEqual([]);
});
