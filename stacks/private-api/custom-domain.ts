import { ApiGatewayBasePathMapping } from '@cdktf/provider-aws/lib/api-gateway-base-path-mapping';
import { ApiGatewayDomainName } from '@cdktf/provider-aws/lib/api-gateway-domain-name';
import { ApiGatewayDomainNameAccessAssociation } from '@cdktf/provider-aws/lib/api-gateway-domain-name-access-association';
import type { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import type { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { guardCustomDomainName } from '../../constructs/early-guards';
import { forgetResources, protectedAndUnwanted } from '../../constructs/protection';
import { endpointOnlyPolicy } from './endpoint-only-policy';
import { addPrivateName } from './private-name';
import type { RegionalName } from './regional-name';

interface CustomDomainProps {
  readonly name: string;
  /** Certificate in ACM that covers the name. */
  readonly certificateArn: string;
  /** The execute-api endpoint: the only way to the name. */
  readonly endpoint: VpcEndpoint;
  readonly endpointName: RegionalName;
  readonly vpcId: string;
  /** Stage that the name stands for, without a path of its own: `https://<name>/me`. */
  readonly stage: ApiGatewayStage;
}

/**
 * A private custom domain name of the API, reachable over one endpoint, and its address in the VPC's DNS.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains-tutorial.html
 */
export function addCustomDomain(stack: EnvironmentStack, props: CustomDomainProps): void {
  const { name, certificateArn, endpoint, endpointName, vpcId, stage } = props;
  guardCustomDomainName(stack);
  const domain = new ApiGatewayDomainName(stack, 'custom-domain', {
    domainName: name,
    certificateArn,
    endpointConfiguration: { types: ['PRIVATE'] },
    securityPolicy: 'TLS_1_2',
    // A policy of its own, beside the API's, which is about nothing but this name. Its ARN holds an id that is not known
    // before the name exists, and API Gateway writes the ARN in the place of the short form `execute-api:/*`, which every
    // later plan would show as a change: https://github.com/hashicorp/terraform-provider-aws/issues/15602
    policy: endpointOnlyPolicy('*', endpoint.id),
    // corporate DNS forwards it
    lifecycle: { preventDestroy: stack.environment.protectFromDestroy },
  });
  new ApiGatewayBasePathMapping(stack, 'custom-domain-mapping', {
    domainName: domain.domainName,
    // a private name is not unique: without its id the mapping would go to a public name of the same spelling
    domainNameId: domain.domainNameId,
    apiId: stage.restApiId,
    stageName: stage.stageName,
  });
  new ApiGatewayDomainNameAccessAssociation(stack, 'custom-domain-association', {
    domainNameArn: domain.arn,
    accessAssociationSource: endpoint.id,
    accessAssociationSourceType: 'VPCE',
  });
  addPrivateName(stack, 'custom-domain', { name, vpcId, endpointName });
}

/**
 * Keeps a custom domain name that the environment file no longer names. A protected deployment refuses to destroy it. A
 * released one is forgotten by Terraform and stays in the account as it is.
 */
export function keepCustomDomain(stack: EnvironmentStack): void {
  const { protectFromDestroy, release } = stack.environment;
  guardCustomDomainName(stack);
  if (release.includes('api.customDomain')) {
    forgetResources(stack, 'released-custom-domain', [
      'aws_api_gateway_domain_name.custom-domain',
      'aws_api_gateway_base_path_mapping.custom-domain-mapping',
      'aws_api_gateway_domain_name_access_association.custom-domain-association',
      'aws_route53_zone.custom-domain-zone',
      'aws_route53_record.custom-domain-record',
    ]);
    return;
  }
  if (!protectFromDestroy) return;
  new ApiGatewayDomainName(stack, 'custom-domain', { domainName: 'none', ...protectedAndUnwanted });
  new Route53Zone(stack, 'custom-domain-zone', { name: 'none', ...protectedAndUnwanted });
}
