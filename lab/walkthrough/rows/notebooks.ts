import { letsIn, letsOut, mayConnect, type Peer } from '../../deployed/reachability';
import type { Subnet } from '../../deployed/network';
import type { SecurityGroup } from '../../deployed/security-groups';
import { defaultUserSettings, describeDomain, ownUserSettings } from '../../deployed/studio-domain';
import { hostIn, internet } from '../../network/addresses';
import { isObject, strings, type JsonObject } from '../../shared/json';
import type { Lab } from '../../system/lab';
import type { Row } from '../row';

const section = 'Where notebooks run';

/**
 * Services that Studio's apps need in a VPC without internet, in addition to S3.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
const neededServices = ['.sagemaker.api', '.sagemaker.runtime', '.servicecatalog', '.sts', '.logs'];

/** Combinations of security groups of apps: the domain's, and those of users' profiles in their place. */
async function appGroups(lab: Lab): Promise<SecurityGroup[][]> {
  const { deployed, outputs } = lab;
  return [groupsIn(lab, await defaultUserSettings(deployed.standIn, outputs.domainId))]
    .concat(await groupsOfUsers(lab))
    .filter((groups) => groups.length > 0);
}

/** The security groups of each user's apps. */
async function groupsOfUsers(lab: Lab): Promise<SecurityGroup[][]> {
  const { deployed, outputs, environment } = lab;
  const settings = await Promise.all(
    environment.studio.users.map((user) => ownUserSettings(deployed.standIn, outputs.domainId, user)),
  );
  const ofDomain = await defaultUserSettings(deployed.standIn, outputs.domainId);
  return settings.map((own) => {
    const groups = groupsIn(lab, own);
    // a profile without groups uses the domain's
    return groups.length > 0 ? groups : groupsIn(lab, ofDomain);
  });
}

function groupsIn(lab: Lab, settings: JsonObject): SecurityGroup[] {
  const { securityGroups } = lab.network();
  return strings(settings, 'SecurityGroups').flatMap((id) => securityGroups.get(id) ?? []);
}

/** The subnets of apps. */
async function appSubnets(lab: Lab): Promise<Subnet[]> {
  const ids = strings(await describeDomain(lab.deployed.standIn, lab.outputs.domainId), 'SubnetIds');
  return lab.network().subnets.filter(({ id }) => ids.includes(id));
}

/** The Studio domain as it is deployed; no app of it runs in the lab. */
export const notebookRows: readonly Row[] = [
  {
    id: 'studio-domain',
    section,
    what: "the Studio domain: how people sign in, its network, its subnets, and the user's identity in CloudTrail",
    expected: "IAM, VpcOnly, in the deployed VPC's subnets, USER_PROFILE_NAME",
    async run(lab) {
      const domain = await describeDomain(lab.deployed.standIn, lab.outputs.domainId);
      const subnets = lab.network().subnets.filter(({ vpcId }) => vpcId === lab.endpoint('.studio').vpcId);
      const own = strings(domain, 'SubnetIds');
      const isPrivate = own.length > 0 && own.every((id) => subnets.some((subnet) => subnet.id === id));
      const { ExecutionRoleIdentityConfig: identity } = isObject(domain.DomainSettings)
        ? domain.DomainSettings
        : {};
      return [
        domain.AuthMode,
        domain.AppNetworkAccessType,
        isPrivate ? "in the deployed VPC's subnets" : `in ${own.join(' and ')}`,
        identity,
      ].join(', ');
    },
  },
  {
    id: 'notebook-network',
    section,
    what: `services that security groups let apps of each user, in each of the domain's subnets, connect to: ${neededServices.join(' ')}`,
    expected: 'all of them',
    async run(lab) {
      const { endpoints } = lab.network();
      const [combinations, subnets] = [await appGroups(lab), await appSubnets(lab)];
      if (combinations.length === 0 || subnets.length === 0) return 'no apps';
      const unreachable = subnets.flatMap((subnet) =>
        combinations.flatMap((securityGroups) => {
          // any address of the subnet: the groups treat all alike
          const app = { address: hostIn(subnet.cidr, 9), securityGroups };
          return neededServices.filter((service) => {
            const interfaces = endpoints.find(({ serviceName }) => serviceName.endsWith(service))?.interfaces;
            return !interfaces?.some((to) => to.subnetId === subnet.id && mayConnect(app, to, 443));
          });
        }),
      );
      return unreachable.length === 0 ? 'all of them' : `all but ${[...new Set(unreachable)].join(', ')}`;
    },
  },
  {
    id: 'apps-apart',
    section,
    what: 'connections that security groups let an app of one user make to ports of another app: of the same user; of a colleague',
    expected: 'all of its own user, none of a colleague',
    async run(lab) {
      const [subnet] = await appSubnets(lab);
      if (subnet === undefined) return 'no subnets';
      const apps = (await groupsOfUsers(lab)).map((securityGroups, index) => ({
        address: hostIn(subnet.cidr, 9 + index),
        securityGroups,
      }));
      if (apps.length < 2) return 'no colleagues';
      const ports = [8192, 8888, 65535];
      const connects = (from: Peer, to: Peer) => ports.filter((port) => mayConnect(from, to, port)).length;
      const own = apps.every((app) => connects(app, app) === ports.length);
      const others = apps.some((from) => apps.some((to) => from !== to && connects(from, to) > 0));
      return `${own ? 'all' : 'not all'} of its own user, ${others ? 'some' : 'none'} of a colleague`;
    },
  },
  {
    id: 'idle-apps',
    section,
    what: "apps of each user's profile that stop when nobody works in them, after the minutes of the environment file",
    expected: 'JupyterLab and Code Editor',
    async run({ deployed, outputs, environment }) {
      const { users, idleTimeoutMinutes } = environment.studio;
      const stops = (settings: JsonObject, app: string) => {
        const { AppLifecycleManagement: lifecycle } = isObject(settings[app]) ? settings[app] : {};
        const { IdleSettings: idle } = isObject(lifecycle) ? lifecycle : {};
        return (
          isObject(idle) &&
          idle.LifecycleManagement === 'ENABLED' &&
          idle.IdleTimeoutInMinutes === idleTimeoutMinutes
        );
      };
      const all = await Promise.all(
        users.map((user) => ownUserSettings(deployed.standIn, outputs.domainId, user)),
      );
      const apps = { JupyterLabAppSettings: 'JupyterLab', CodeEditorAppSettings: 'Code Editor' };
      const stopping = Object.entries(apps).filter(([app]) => all.every((settings) => stops(settings, app)));
      return stopping.map(([, name]) => name).join(' and ') || 'none';
    },
  },
  {
    id: 'nowhere-else',
    section,
    what:
      'connections that security groups allow and nobody needs: from apps and from the presigned-URL function to the ' +
      'corporate site and to the internet, and from there to apps; and routes out of the VPC other than those to the ' +
      'corporate networks',
    expected: 'none',
    async run(lab) {
      const network = lab.network();
      const [cidr = ''] = network.subnets.map((subnet) => subnet.cidr);
      const address = hostIn(cidr, 9);
      const inside = {
        apps: { address, securityGroups: (await appGroups(lab)).flat() },
        function: { address, securityGroups: lab.functionGroups('presigned-url') },
      };
      const outside = {
        'the corporate site': { address: lab.site.clientAddress, securityGroups: [] },
        'the internet': { address: internet.stranger, securityGroups: [] },
      };
      const ports = [22, 80, 443, 8192, 8443];
      const found = Object.entries(outside).flatMap(([where, there]) =>
        Object.entries(inside).flatMap(([who, here]) => [
          ...(ports.some((port) => letsOut(here, there, 'tcp', port)) ? [`${who} to ${where}`] : []),
          ...(ports.some((port) => letsIn(here, there, 'tcp', port)) ? [`${where} to ${who}`] : []),
        ]),
      );
      const routes = network.subnets
        .filter(({ vpcId }) => vpcId === lab.endpoint('.studio').vpcId)
        .flatMap(({ destinations }) => destinations)
        .filter((destination) => !lab.environment.corporate.cidrs.includes(destination));
      const all = [...found, ...routes.map((destination) => `a route to ${destination}`)];
      return all.length === 0 ? 'none' : [...new Set(all)].join(', ');
    },
  },
];
