import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { TerraformIterator, Token } from 'cdktf';
import type { Environment } from '../../config/load';
import type { EnvironmentStack } from '../../constructs/environment-stack';

type ExistingVpc = NonNullable<Environment['network']['vpc']['existing']>;

/**
 * Refuses, in the plan, an existing VPC or subnet that is not what the environment file says. Addresses of the resolver,
 * rules of security groups and zones of endpoints are taken from the file; AWS would refuse a wrong one only when half
 * of the network is there, or not at all.
 */
export function checkExistingVpc(stack: EnvironmentStack, { vpcId, cidr, subnets }: ExistingVpc): void {
  const setting = 'network.vpc.existing';
  new DataAwsVpc(stack, 'existing-vpc', {
    id: vpcId,
    lifecycle: {
      postcondition: [
        {
          condition: `\${${isCovered(cidr)}}`,
          errorMessage: `${setting}.cidr: got ${cidr}, but \${self.id} has \${join(", ", self.cidr_block_associations[*].cidr_block)}. Write one of its ranges, or one that is exactly several of them.`,
        },
        {
          condition: '${self.enable_dns_support && self.enable_dns_hostnames}',
          errorMessage: `${setting}.vpcId: DNS support and DNS hostnames must be on in \${self.id}, or endpoints have no private names. Turn both on (aws ec2 modify-vpc-attribute).`,
        },
      ],
    },
  });
  const wanted = TerraformIterator.fromMap(
    Object.fromEntries(subnets.map(({ id, ...place }) => [id, { ...place, vpcId }])),
  );
  const problem = (key: string, attribute: string, value: string) => ({
    condition: `\${self.${attribute} == ${value}}`,
    errorMessage: `${setting}.subnets: ${key} of \${each.key}: got \${${value}}, but it is \${self.${attribute}}. Write what the subnet has.`,
  });
  new DataAwsSubnet(stack, 'existing-subnets', {
    forEach: wanted,
    id: Token.asString(wanted.key),
    lifecycle: {
      postcondition: [
        problem('VPC', 'vpc_id', 'each.value.vpcId'),
        problem('cidr', 'cidr_block', 'each.value.cidr'),
        problem('availabilityZone', 'availability_zone', 'each.value.availabilityZone'),
      ],
    },
  });
}

/** Terraform's condition that a range is one of a VPC's, or is made up of several of them, which never overlap. */
function isCovered(cidr: string): string {
  const prefixLength = Number(cidr.split('/')[1]);
  const sizeOf = (length: string) => `pow(2, 32 - ${length})`;
  const address = 'split("/", range.cidr_block)[0]';
  const isPart = `cidrsubnet(format("%s/%d", ${address}, ${prefixLength}), 0, 0) == "${cidr}"`;
  const length = 'tonumber(split("/", range.cidr_block)[1])';
  return `sum(concat([0], [for range in self.cidr_block_associations : ${sizeOf(length)} if ${isPart}])) == ${sizeOf(String(prefixLength))}`;
}
