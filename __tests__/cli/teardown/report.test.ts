import type { Inventory } from '../../../cli/teardown/inventory';
import { inventoryText, leftText, sizeInWords, userText } from '../../../cli/teardown/report';

const inventory: Inventory = {
  environment: 'prod',
  region: 'us-east-1',
  stacks: ['network', 'studio'],
  resourceCount: 41,
  domain: {
    id: 'd-1',
    name: 'studio',
    vpcId: 'vpc-1',
    fileSystemId: 'fs-1',
    isInState: false,
    deletesHomes: false,
    profilesInState: [],
  },
  apps: [
    {
      type: 'JupyterLab',
      name: 'default',
      space: 'bobs',
      profile: undefined,
      status: 'InService',
      lastActivity: new Date('2026-11-20T10:00:00Z'),
    },
    {
      type: 'JupyterServer',
      name: 'default',
      space: undefined,
      profile: 'bob',
      status: 'InService',
      lastActivity: undefined,
    },
  ],
  spaces: [
    { name: 'bobs', owner: 'bob', status: 'InService', allocatedGb: 5 },
    { name: 'old', owner: undefined, status: 'InService', allocatedGb: undefined },
  ],
  profiles: [{ name: 'bob', status: 'InService' }],
  fileSystems: [
    { id: 'fs-1', sizeBytes: 3 * 1024 ** 3, measuredAt: new Date('2026-11-26T00:00:00Z') },
    { id: 'fs-2', sizeBytes: undefined, measuredAt: undefined },
  ],
  nfsGroups: ['sg-1', 'sg-2'],
  logGroups: [
    { name: '/aws/lambda/studio-access-prod-portal', storedBytes: 2048 },
    { name: '/vpc/studio-access-prod-flow-logs', storedBytes: undefined },
  ],
  studioLogs: 4,
  handedOver: ['fs-3, sg-3 of the domain d-3'],
  userPoolId: 'us-east-1_1',
  poolUsers: 12,
};

test('the list says what each thing holds, and unknown where AWS does not tell', () => {
  expect(inventoryText(inventory, false).split('\n')).toEqual([
    'prod in us-east-1 has:',
    '  stacks: network, studio (41 resources of Terraform)',
    "  users of the pool, by AWS's estimate: 12",
    '  Studio domain d-1 (studio), which Terraform does not know',
    '  profiles: bob',
    '  spaces: 2, whose volumes go with them: list 99666f',
    '    bobs: owner bob, allocated size 5 GB, InService',
    '      JupyterLab/default: InService, last activity 2026-11-20T10:00:00.000Z',
    '    old: owner unknown, allocated size unknown, InService',
    '  apps of profiles:',
    '    JupyterServer/default: InService, last activity unknown of bob',
    '  home file system fs-1, total size 3.0 GiB (measured 2026-11-26T00:00:00.000Z): will be kept',
    '  home file system fs-2, total size unknown: will be kept',
    '  security groups of home file systems: sg-1, sg-2',
    '  streams of its apps in the log of all Studio apps: 4',
    '  log group /aws/lambda/studio-access-prod-portal, stored 2.0 KiB',
    '  log group /vpc/studio-access-prod-flow-logs, stored unknown',
    '  not deleted: fs-3, sg-3 of the domain d-3',
  ]);
  const deleting = inventoryText(inventory, true);
  expect(deleting).toContain(
    'fs-2, total size unknown: will be deleted\n  list of home file systems: 0f6743\n',
  );
});

test('the list of nothing', () => {
  const nothing = {
    ...inventory,
    stacks: [],
    domain: undefined,
    apps: [],
    spaces: [],
    profiles: [],
    fileSystems: [],
    nfsGroups: [],
    logGroups: [],
    studioLogs: 0,
    handedOver: [],
    poolUsers: undefined,
  };
  expect(inventoryText(nothing, false).split('\n')).toEqual([
    'prod in us-east-1 has:',
    '  stacks: none is deployed',
    '  no Studio domain of its own',
    '  profiles: none',
    '  spaces: none',
  ]);
  expect(userText('eve', nothing)).toBe('eve in prod has:\n  profile: none\n  spaces: none');
});

test('what is left has its price, with a date', () => {
  const { environment, fileSystems, logGroups } = inventory;
  const text = leftText({ environment, fileSystems, logGroups, others: ['the VPC vpc-1'] });
  expect(text).toContain('fs-1, total size 3.0 GiB');
  expect(text).toMatch(/: 0\.90 USD per month \(0\.30 per GiB in us-east-1, .* 20\d\d, to be checked\)/);
  expect(text).toContain('fs-2, total size unknown: unknown.');
  expect(text).toContain('/aws/lambda/studio-access-prod-portal, stored 2.0 KiB: its storage');
  expect(text).toContain('the VPC vpc-1');
  expect(leftText({ environment, fileSystems: [], logGroups: [], others: [] })).toMatch(
    /^nothing was found that is left of prod\nnot looked for: what no state of Terraform holds/,
  );
  expect(text).toContain('not looked for: ');
});

test.each([
  [0, '0 B'],
  [6144, '6.0 KiB'],
  [5 * 1024 ** 4, '5.0 TiB'],
  [9000 * 1024 ** 4, '9000.0 TiB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
