import path from 'node:path';
import { meRoute } from '../../api/routes';
import type { Environment } from '../../config/load';
import type { ApiGateway } from '../api-gateway/gateway';
import { administration } from '../cognito/administration';
import { readFirewall } from '../deployed/dns-firewall';
import { readHostedZones } from '../deployed/hosted-zones';
import { dnsFiles } from '../deployment/deploy';
import { outputsOf, type Outputs } from '../deployment/outputs';
import { startNameServers, type DeployedNames, type NameServers } from '../dns/name-servers';
import { apiGateway, mayInvoke } from '../lambda/invoke-permission';
import type { HostProcess } from '../hosts/host-process';
import { makeAuthority, type Authority } from '../network/authority';
import { startSquid, type Squid } from '../network/squid';
import { startIngress } from '../network/ingress';
import { buildSite, removeSite, type Site } from '../network/site';
import { certificateNames } from './certificate-names';
import type { Target } from '../shared/aws-client';
import type { Cleanup } from './cleanup';
import { startCompany } from './company';
import type { Deployed } from './control-plane';
import { DeployedState } from './deployed-state';
import { frontDoors } from './front-doors';
import type { Lab } from './lab';
import { createServices, type Services } from './services';
import { startHosts } from './start-hosts';

interface LabOptions {
  readonly deployed: Deployed;
  readonly environment: Environment;
  readonly folder: string;
  readonly cleanup: Cleanup;
  readonly onProgress: (line: string) => void;
}

/** Starts hosts, name servers and AWS's data planes for a deployment. The cleanup ends all of them. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { deployed, environment, folder, cleanup, onProgress } = options;
  const { standIn } = deployed;
  let outputs = await outputsOf(deployed.deployment);
  const state = await DeployedState.read(deployed);

  onProgress('network: hosts of the VPC, the corporate site, the internet and a foreign VPC');
  cleanup.add(removeSite);
  const site = buildSite({
    network: state.network,
    corporateCidrs: environment.corporate.cidrs,
    deployedSite: state.corporateSite,
  });
  const lostZones = new Set<number>();
  const authority = makeAuthority(folder, certificateNames(environment));
  const started: { internet?: HostProcess } = {};
  const services = createServices({
    environment,
    standIn,
    site,
    lostZones,
    authority,
    folder,
    cleanup,
    internet: () => started.internet,
  });
  const { internet, ...hosts } = await connectHosts(options, { state, site, authority, services });
  started.internet = internet;
  const company = await startCompany({
    environment,
    site,
    authority,
    folder,
    cleanup,
    portalUrl: outputs.portalUrl,
  });
  await state.load(services, site);

  onProgress('name servers: corporate BIND with the files of npm run dns, inbound resolver, internet');
  const nameServers = await bringUpNames(options, { state, site, gateway: services.gateway });
  const squid = await bringUpProxy(options, state, site);
  return {
    deployed,
    environment,
    get outputs() {
      return outputs;
    },
    company,
    site,
    nameServers,
    authority,
    hosts,
    lostZones,
    ...services,
    ...lookups(state),
    ...invocations(environment, { state, outputs, services, accountId: standIn.accountId }),
    administration: administration(standIn, outputs.userPoolId),
    async reload() {
      outputs = await outputsOf(deployed.deployment);
      await state.load(services, site);
      await nameServers.update(await namesOf(state, standIn));
      await squid?.update(state.corporateSite?.squidConf ?? '');
    },
  };
}

/** Starts the proxy of a deployed site. */
async function bringUpProxy(
  { folder, cleanup }: LabOptions,
  { corporateSite }: DeployedState,
  { siteHosts }: Site,
): Promise<Squid | undefined> {
  if (!siteHosts || !corporateSite) return undefined;
  const squid = await startSquid(siteHosts.proxy, path.join(folder, 'squid'), corporateSite.squidConf);
  cleanup.add(() => squid.stop());
  return squid;
}

interface Connected {
  readonly state: DeployedState;
  readonly site: Site;
  readonly authority: Authority;
  readonly services: Services;
}

/** Starts the hosts and routes requests for AWS to the services. */
async function connectHosts(
  { deployed, folder, cleanup }: LabOptions,
  { state, site, authority, services }: Connected,
): Promise<Awaited<ReturnType<typeof startHosts>>> {
  const socket = path.join(folder, 'aws.sock');
  const doors = frontDoors({ site, network: () => state.network, target: deployed.standIn, ...services });
  const ingress = await startIngress(socket, authority, doors);
  cleanup.add(() => ingress.stop());
  return startHosts(site, {
    network: state.network,
    socket,
    authority,
    cleanup,
    desk: state.corporateSite?.desk,
  });
}

interface Named {
  readonly state: DeployedState;
  readonly site: Site;
  readonly gateway: ApiGateway;
}

/** Starts all name servers, corporate BIND with the product's own files. */
async function bringUpNames(
  { deployed, environment, folder, cleanup }: LabOptions,
  { state, site, gateway }: Named,
): Promise<NameServers> {
  const publicAliases = gateway.stages.flatMap(({ apiId, endpointIds }) =>
    endpointIds.map((endpointId) => ({
      name: `${apiId}-${endpointId}.execute-api.${environment.region}.amazonaws.com`,
      endpointId,
    })),
  );
  const nameServers = await startNameServers(site, {
    folder,
    region: environment.region,
    ...(await namesOf(state, deployed.standIn)),
    publicAliases,
    installed: await dnsFiles(deployed.deployment),
  });
  cleanup.add(() => nameServers.stop());
  return nameServers;
}

/** What the resolvers of the VPC answer from. */
async function namesOf({ network, corporateSite }: DeployedState, target: Target): Promise<DeployedNames> {
  const vpcIds = network.endpoints.map(({ vpcId }) => vpcId);
  return {
    network,
    hostedZones: await readHostedZones(target, vpcIds),
    firewall: await readFirewall(target, vpcIds),
    siteFiles: corporateSite?.dnsFiles,
  };
}

type Lookups = Pick<
  Lab,
  | 'functionArn'
  | 'functionName'
  | 'functionRoleArn'
  | 'functionGroups'
  | 'mayInvoke'
  | 'network'
  | 'corporateSite'
  | 'endpoint'
  | 'endpointAddresses'
  | 'studioAddresses'
  | 'resolverAddresses'
>;

/** Parts of the deployment that rows look up, as it was last read. */
function lookups(state: DeployedState): Lookups {
  return {
    functionArn: (suffix) => state.functionNamed(suffix).arn,
    functionName: (suffix) => state.functionNamed(suffix).name,
    functionRoleArn: (suffix) => state.functionNamed(suffix).roleArn,
    functionGroups: (suffix) =>
      state
        .functionNamed(suffix)
        .securityGroupIds.flatMap((id) => state.network.securityGroups.get(id) ?? []),
    mayInvoke: (suffix, invoker) => mayInvoke(state.functionNamed(suffix), invoker),
    network: () => state.network,
    corporateSite: () => state.corporateSite,
    endpoint: (service) => state.endpointOf(service),
    endpointAddresses: () => state.endpointAddresses(''),
    studioAddresses: () => state.endpointAddresses('.studio'),
    resolverAddresses: (subnetId) =>
      state.network.resolver.filter((own) => own.subnetId === subnetId).map(({ address }) => address),
  };
}

interface Invoked {
  readonly state: DeployedState;
  readonly outputs: Outputs;
  readonly services: Services;
  readonly accountId: string;
}

/** Invokes the functions as API Gateway does, past everything that it would check. */
function invocations(
  { region, api }: Environment,
  { state, outputs, services: { functions, gateway }, accountId }: Invoked,
): Pick<Lab, 'invokeAuthorizer' | 'invokePresignedUrl'> {
  const apiArn = `arn:aws:execute-api:${region}:${accountId}:${outputs.apiId}`;
  return {
    invokeAuthorizer(event) {
      const { arn } = state.functionNamed('authorizer');
      const authorizers = gateway.stages.flatMap((stage) => [...stage.authorizers.values()]);
      const id = authorizers.find(({ functionArn }) => functionArn === arn)?.id ?? '';
      return functions.invoke(arn, event, apiGateway(`${apiArn}/authorizers/${id}`));
    },
    invokePresignedUrl: (event) =>
      functions.invoke(
        state.functionNamed('presigned-url').arn,
        event,
        apiGateway(`${apiArn}/${api.stageName}/${meRoute.method}${meRoute.path}`),
      ),
  };
}
