import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import { planResolverAddresses } from '../config/network-plan';
import type { StackId } from '../config/stack-ids';
import { guardCustomDomainName, guardDomain } from '../constructs/early-guards';
import { EnvironmentStack } from '../constructs/environment-stack';
import { addCorporateRoutes } from './network/corporate-routes';
import { addDnsFirewall } from './network/dns-firewall';
import { addDnsQueryLog } from './network/dns-query-log';
import { addEndpoints, type PrivateEndpoints } from './network/endpoints';
import { addInboundResolver } from './network/inbound-resolver';
import { addVpc, type PrivateVpc } from './network/vpc';

/** The private network: VPC, routes to the corporate network, VPC endpoints, inbound DNS resolver. */
export class NetworkStack extends EnvironmentStack {
  readonly vpc: PrivateVpc;
  readonly endpoints: PrivateEndpoints;

  constructor(scope: Construct, id: StackId, environment: Environment) {
    super(scope, id, environment);
    guardDomain(this);
    guardCustomDomainName(this);
    this.vpc = addVpc(this);
    const resolver = addInboundResolver(this, this.vpc);
    // the attachment's interfaces and endpoints take any free address, so the resolver takes its pinned ones first
    addCorporateRoutes(this, this.vpc, resolver);
    this.endpoints = addEndpoints(this, this.vpc, resolver);
    addDnsFirewall(this, this.vpc, this.endpoints.services);
    addDnsQueryLog(this, this.vpc.id);

    const addresses = planResolverAddresses(environment.network).map(({ ipAddress }) => ipAddress);
    const { executeApi, sagemakerApi, studio } = this.endpoints;
    this.addOutput('vpc_id', this.vpc.id, 'The VPC of the endpoints and of Studio');
    this.addOutput('resolver_addresses', addresses, 'Addresses corporate DNS servers forward to');
    this.addOutput('execute_api_endpoint_id', executeApi.id, 'VPC endpoint of the private API');
    this.addOutput('sagemaker_api_endpoint_id', sagemakerApi.id, 'VPC endpoint of the SageMaker API');
    this.addOutput('studio_endpoint_id', studio.id, 'VPC endpoint that Studio is opened over');
  }
}
