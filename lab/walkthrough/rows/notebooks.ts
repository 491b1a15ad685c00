import { mayConnect } from '../../deployed/reachability';
import type { SecurityGroup } from '../../deployed/security-groups';
import { json } from '../../stand-in/client';
import { isObject, strings } from '../../stand-in/json';
import type { Lab } from '../../system/lab';
import type { Row } from '../row';

const section = 'Where notebooks run';

/**
 * What Studio's apps connect to in a VPC without a way to the internet, beside S3.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
const neededServices = ['.sagemaker.api', '.sagemaker.runtime', '.servicecatalog', '.sts', '.logs'];

const describeDomain = ({ deployed, outputs }: Lab) =>
  json(deployed.standIn, 'sagemaker', 'SageMaker.DescribeDomain', { DomainId: outputs.domainId });

/** The security groups that the domain gives apps. */
async function appGroups(lab: Lab): Promise<SecurityGroup[]> {
  const { DefaultUserSettings: settings } = await describeDomain(lab);
  const ids = isObject(settings) ? strings(settings, 'SecurityGroups') : [];
  return ids.flatMap((id) => lab.network().securityGroups.get(id) ?? []);
}

/** The Studio domain as it is deployed; no app of it runs in the lab. */
export const notebookRows: readonly Row[] = [
  {
    id: 'studio-domain',
    section,
    what: "the Studio domain: how people sign in, its network, its subnets, and what says in AWS's log who has done something",
    expected: "IAM, VpcOnly, in the deployed VPC's subnets, USER_PROFILE_NAME",
    async run(lab) {
      const domain = await describeDomain(lab);
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
    what: `what apps in each of the domain's subnets can connect to, by the security groups: ${neededServices.join(' ')}`,
    expected: 'all of them',
    async run(lab) {
      const network = lab.network();
      const securityGroups = await appGroups(lab);
      const unreachable = network.subnets
        .filter(({ id }) => lab.site.zones.some(({ subnet }) => subnet.id === id))
        .flatMap((subnet) => {
          // any address of the subnet; the groups do not tell them apart
          const app = { address: subnet.cidr.split('/')[0] ?? '', securityGroups };
          return neededServices.filter((service) => {
            const endpoint = network.endpoints.find(({ serviceName }) => serviceName.endsWith(service));
            const interfaces = endpoint?.interfaces ?? [];
            return !interfaces.some((to) => to.subnetId === subnet.id && mayConnect(app, to, 443));
          });
        });
      return unreachable.length === 0 ? 'all of them' : `all but ${[...new Set(unreachable)].join(', ')}`;
    },
  },
];
