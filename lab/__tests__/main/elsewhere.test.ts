import { ProjectFolder } from '../../deployment/project-folder';
import { allRows } from '../../walkthrough/rows';
import { describeWithNetwork } from '../../../test-support/dns/need-root';
import { exampleWith } from '../../../test-support/environments';
import { runLab } from '../../test-support/command';

// starting everything takes minutes on any machine; the limit only ends a run that hangs
jest.setTimeout(900_000);

/** Settings that the example has one of, has none of, or leaves at their default. */
const elsewhere = {
  'network.vpc': {
    create: { cidr: '10.40.0.0/16', availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
  },
  region: 'eu-west-1',
  'corporate.cidrs': ['172.16.8.0/24', '192.168.20.0/24'],
  corporateSite: { vpcCidr: '192.168.20.0/24', connection: 'transit-gateway', serverType: 't3.micro' },
  'corporate.egressCidrs': ['203.0.113.0/29'],
  'identity.cognito.accessTokenMinutes': 60,
  'studio.users': ['carol', 'dave', 'alice'],
  'api.stageName': 'live',
  'api.authorizerCacheSeconds': 0,
  'api.alarmTopicArns': ['arn:aws:sns:eu-west-1:111122223333:operators'],
  'api.customDomain': {
    name: 'studio-access.corp.example.com',
    certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-0123456789ab',
  },
};

/** Rows about people rather than the place, which deploy something of their own, and take minutes. */
const aboutPeople = new Set([
  'first-use',
  'landing-settings',
  'no-secret-left',
  'removed-with-space',
  'shared-role',
]);

// the doctor's broken set-ups are the same everywhere
const rows = allRows
  .filter(({ id, settings }) => settings === undefined && !id.startsWith('doctor-') && !aboutPeople.has(id))
  .map(({ id }) => id);

describeWithNetwork('the lab, for another environment', () => {
  let project: ProjectFolder;
  beforeAll(() => {
    project = new ProjectFolder();
  });
  afterAll(() => {
    project.remove();
  });

  it('passes the rows of the walkthrough there, too, but for those that deploy something of their own', async () => {
    project.writeEnvironment('elsewhere', exampleWith(elsewhere));
    const { end, stdout, stderr, leftBehind } = await runLab({
      args: ['--check', ...rows, '--env', 'elsewhere'],
      folder: project.folder,
    });
    const count = rows.length;
    // the table shows which row failed and how
    expect(stdout + stderr).toContain(`${count} of ${count} rows passed`);
    expect({ end, leftBehind }).toEqual({ end: 0, leftBehind: [] });
  });
});
