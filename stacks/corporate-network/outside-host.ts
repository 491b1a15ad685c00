import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addSecurityGroup } from '../../constructs/security-group';
import { diskGigabytes } from './costs';
import { addHost, type Images } from './host';
import { addHostRole } from './host-role';
import { https } from './site';
import { addPublicSubnet, addSiteVpc } from './vpc';

/** Range of the outside host's VPC, the smallest there is; no route leads to it from anywhere. */
const outsideCidr = '172.31.255.0/28';

/** A host on the internet, in a VPC of its own. It stands for everybody outside the company. */
export function addOutsideHost(
  stack: EnvironmentStack,
  imageId: Images['linux'],
  settings: { readonly type: string; readonly availabilityZone: string },
): string {
  const id = 'site-outside';
  const vpc = addSiteVpc(stack, `${id}-network`, outsideCidr);
  const { subnet, wayOut } = addPublicSubnet(stack, `${id}-subnet`, {
    vpcId: vpc.id,
    cidr: outsideCidr,
    availabilityZone: settings.availabilityZone,
  });
  const group = addSecurityGroup(stack, `${id}-group`, {
    vpcId: vpc.id,
    description: 'A host outside the corporate network',
    ingress: [],
    egress: [{ id: 'internet', description: 'HTTPS to the internet', ...https, cidrIpv4: '0.0.0.0/0' }],
  });
  const role = addHostRole(stack, id, 'A host outside the simulated corporate site', []);
  return addHost(stack, id, {
    imageId,
    type: settings.type,
    subnetId: subnet.id,
    securityGroupId: group.id,
    instanceProfile: role.instanceProfile,
    diskGigabytes: diskGigabytes.server,
    dependsOn: [role.rights, wayOut],
  }).id;
}
