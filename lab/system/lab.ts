import type { Outputs } from '../deployment/outputs';
import type { Environment } from '../../config/load';
import { ApiGateway } from '../api-gateway/gateway';
import type { Metrics } from '../cloudwatch/metrics';
import type { administration } from '../cognito/administration';
import { UserPools } from '../cognito/user-pools';
import type { DeployedCorporateSite } from '../deployed/corporate-site';
import type { DeployedNetwork, Endpoint } from '../deployed/network';
import type { SecurityGroup } from '../deployed/security-groups';
import type { Outcome } from '../lambda/execution';
import type { Invoker } from '../lambda/invoke-permission';
import { Functions } from '../lambda/functions';
import { HostProcess } from '../hosts/host-process';
import type { NameServers } from '../dns/name-servers';
import type { Authority } from '../network/authority';
import type { Site } from '../network/site';
import { SageMakerApi } from '../sagemaker/api';
import { PresignedUrls } from '../sagemaker/urls';
import type { Company } from './company';
import type { Deployed } from './control-plane';

/** The whole system, running. */
export interface Lab {
  readonly deployed: Deployed;
  readonly environment: Environment;
  /** The outputs, as they were last read. */
  readonly outputs: Outputs;
  readonly site: Site;
  readonly nameServers: NameServers;
  readonly hosts: {
    readonly client: HostProcess;
    /** Another host of the company. */
    readonly colleague: HostProcess;
    readonly stranger: HostProcess;
    readonly foreign: HostProcess;
  };
  /** The company's identity providers. */
  readonly company: Company;
  readonly gateway: ApiGateway;
  readonly functions: Functions;
  readonly metrics: Metrics;
  readonly sageMaker: SageMakerApi;
  readonly urls: PresignedUrls;
  readonly userPools: UserPools;
  readonly administration: ReturnType<typeof administration>;
  /** The certificate authority that the lab's hosts trust. */
  readonly authority: Authority;
  /** A function's deployed name, by its end: `authorizer` or `presigned-url`. */
  functionName(suffix: string): string;
  /** Whether a service may invoke a function, by the end of its name. */
  mayInvoke(suffix: string, invoker: Invoker): Promise<boolean>;
  /** Invokes the authorizer as API Gateway does. */
  invokeAuthorizer(event: object): Promise<Outcome | 'late'>;
  /** Invokes the presigned-URL function as API Gateway does, without the authorizer. */
  invokePresignedUrl(event: object): Promise<Outcome | 'late'>;
  /** ARN of a function, by the end of its name. */
  functionArn(suffix: string): string;
  /** Security groups of a function in the VPC, by the end of its name. */
  functionGroups(suffix: string): SecurityGroup[];
  /** Role of a function, by the end of its name. */
  functionRoleArn(suffix: string): string;
  /** The network, as it was last read. */
  network(): DeployedNetwork;
  /** The simulated corporate site, as it was last read; undefined if the environment has none. */
  corporateSite(): DeployedCorporateSite | undefined;
  /** The endpoint of a service, by the end of its name. @throws when there is none */
  endpoint(service: string): Endpoint;
  /** Addresses of all endpoints. */
  endpointAddresses(): readonly string[];
  /** Addresses of the Studio endpoint. */
  studioAddresses(): readonly string[];
  /** Addresses of the inbound resolver in a subnet. */
  resolverAddresses(subnetId: string): readonly string[];
  /** Indexes of lost zones. */
  readonly lostZones: Set<number>;
  /** Reads the deployment again, after a change. */
  reload(): Promise<void>;
}
