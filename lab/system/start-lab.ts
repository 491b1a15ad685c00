import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { meRoute } from '../../api/routes';
import type { Environment } from '../../config/load';
import { ApiGateway } from '../api-gateway/gateway';
import { readAlarms, readLogMetrics } from '../cloudwatch/alarms';
import { Metrics } from '../cloudwatch/metrics';
import { administration, UserPools } from '../cognito/user-pools';
import { readFunctions, type DeployedFunction } from '../deployed/functions';
import { readLogGroups } from '../deployed/log-groups';
import { readNetwork, type DeployedNetwork } from '../deployed/network';
import { readDomainNames } from '../deployed/private-domain-names';
import { readAliases } from '../deployed/private-aliases';
import { readStages } from '../deployed/rest-api';
import { dnsFiles } from '../deployment/deploy';
import { Functions } from '../lambda/functions';
import { mayInvoke } from '../lambda/invoke-permission';
import { placesAt } from '../lambda/places';
import { makeAuthority } from '../network/authority';
import { startIngress } from '../network/ingress';
import { startNameServers } from '../dns/name-servers';
import { buildSite, removeSite } from '../network/site';
import { SageMakerApi } from '../sagemaker/api';
import { PresignedUrls } from '../sagemaker/urls';
import { outputsOf } from '../deployment/outputs';
import { certificateNames } from './certificate-names';
import type { Cleanup } from './cleanup';
import type { Deployed } from './control-plane';
import { frontDoors } from './front-doors';
import type { Lab } from './lab';
import { startHosts } from './start-hosts';

interface LabOptions {
  readonly deployed: Deployed;
  readonly environment: Environment;
  readonly folder: string;
  readonly cleanup: Cleanup;
  readonly onProgress: (line: string) => void;
}

/** Brings up hosts, name servers and AWS's data planes for a deployment. Everything ends with the cleanup. */
export async function startLab({
  deployed,
  environment,
  folder,
  cleanup,
  onProgress,
}: LabOptions): Promise<Lab> {
  const { standIn, deployment } = deployed;
  const outputs = await outputsOf(deployment);
  let network: DeployedNetwork = await readNetwork(standIn);
  let functionsDeployed: DeployedFunction[] = [];

  onProgress('network: hosts of the VPC, the corporate site, the internet and a foreign VPC');
  cleanup.add(removeSite);
  const site = buildSite(network, environment.corporate.cidrs);
  const lostZones = new Set<number>();
  const authority = makeAuthority(folder, certificateNames(environment));
  const metrics = new Metrics();
  const functions = new Functions({
    folder: path.join(folder, 'functions'),
    region: environment.region,
    authority: authority.file,
    metrics,
    places: placesAt(site, lostZones),
  });
  cleanup.add(() => {
    functions.endAll();
  });
  mkdirSync(path.join(folder, 'functions'));

  const urls = new PresignedUrls();
  const sageMaker = new SageMakerApi(standIn, urls);
  const userPools = new UserPools(standIn, issuerHost(environment));
  const gateway = new ApiGateway({
    functions,
    metrics,
    accountId: standIn.accountId,
    region: environment.region,
  });
  const socket = path.join(folder, 'aws.sock');
  const ingress = await startIngress(
    socket,
    authority,
    frontDoors({ site, network: () => network, gateway, sageMaker, urls, userPools, target: standIn }),
  );
  cleanup.add(() => ingress.stop());

  const hosts = await startHosts(site, { network, socket, authority, cleanup });

  const reload = async () => {
    network = await readNetwork(standIn);
    const logGroups = new Set((await readLogGroups(standIn)).keys());
    functionsDeployed = await readFunctions(standIn, logGroups);
    functions.deploy(functionsDeployed);
    metrics.deploy(await readAlarms(standIn), await readLogMetrics(standIn));
    gateway.deploy(await readStages(standIn, logGroups), await readDomainNames(standIn));
    site.applySecurityGroups(
      network,
      functionsDeployed.flatMap(({ securityGroupIds }) => securityGroupIds),
    );
  };
  await reload();
  const deployedFunction = (suffix: string) => {
    const found = functionsDeployed.find(({ name }) => name.endsWith(suffix));
    if (!found) throw new Error(`no function ${suffix} is deployed`);
    return found;
  };

  const apiArn = `arn:aws:execute-api:${environment.region}:${standIn.accountId}:${outputs.apiId}`;

  onProgress('name servers: corporate BIND with the files of npm run dns, inbound resolver, internet');
  const nameServers = await startNameServers(site, {
    folder,
    network,
    aliases: await readAliases(
      standIn,
      network.endpoints.map(({ vpcId }) => vpcId),
    ),
    publicAliases: gateway.stages.flatMap(({ apiId, endpointIds }) =>
      endpointIds.map((endpointId) => ({
        name: `${apiId}-${endpointId}.execute-api.${environment.region}.amazonaws.com`,
        endpointId,
      })),
    ),
    installed: await dnsFiles(deployment),
  });
  cleanup.add(() => nameServers.stop());

  return {
    deployed,
    environment,
    outputs,
    site,
    nameServers,
    gateway,
    functions,
    sageMaker,
    urls,
    userPools,
    lostZones,
    reload,
    authority,
    metrics,
    hosts,
    administration: administration(standIn, outputs.userPoolId),
    invokeAuthorizer(event) {
      const { arn } = deployedFunction('authorizer');
      const authorizers = gateway.stages.flatMap(({ authorizers }) => [...authorizers.values()]);
      const id = authorizers.find(({ functionArn }) => functionArn === arn)?.id ?? '';
      return functions.invoke(arn, event, `${apiArn}/authorizers/${id}`);
    },
    invokePresignedUrl(event) {
      const sourceArn = `${apiArn}/${environment.api.stageName}/${meRoute.method}${meRoute.path}`;
      return functions.invoke(deployedFunction('presigned-url').arn, event, sourceArn);
    },
    mayInvoke: (suffix, sourceArn) => mayInvoke(deployedFunction(suffix), sourceArn),
    functionArn: (suffix) => deployedFunction(suffix).arn,
    functionGroups: (suffix) =>
      deployedFunction(suffix).securityGroupIds.flatMap((id) => network.securityGroups.get(id) ?? []),
    functionRoleArn: (suffix) => deployedFunction(suffix).roleArn,
    network: () => network,
    endpoint(service) {
      const endpoint = network.endpoints.find(({ serviceName }) => serviceName.endsWith(service));
      if (!endpoint) throw new Error(`no endpoint of ${service} is deployed`);
      return endpoint;
    },
    endpointAddresses: () => addressesOf(network, ''),
    studioAddresses: () => addressesOf(network, '.studio'),
    resolverAddresses: (subnetId) =>
      network.resolver.filter((own) => own.subnetId === subnetId).map(({ address }) => address),
    functionName: (suffix) => deployedFunction(suffix).name,
  };
}

function addressesOf({ endpoints }: DeployedNetwork, service: string): string[] {
  return endpoints
    .filter(({ serviceName }) => serviceName.endsWith(service))
    .flatMap(({ interfaces }) => interfaces)
    .map(({ address }) => address);
}

function issuerHost({ region, identity }: Environment): string {
  return `${identity.issuerFormat === 'updated' ? 'issuer-' : ''}cognito-idp.${region}.amazonaws.com`;
}
