import { json, query, type Target } from '../shared/aws-client';
import { objects, parseObject, strings, text, type JsonObject } from '../shared/json';
import { childText, find, findAll, requiredText, type XmlElement } from '../shared/xml-tree';
import type { DeployedNetwork, Interface, Subnet } from './network';

/** Hosts of a simulated corporate site, by the names in the stack's output `hosts`. */
type SiteHostName = 'dnsA' | 'dnsB' | 'windows' | 'linux' | 'proxy' | 'outside';

/** A host of the site: its interface and the subnet that it is in. */
export interface SiteHost extends Interface {
  readonly subnet: Subnet;
  /** Subnets of its VPC, which it reaches without a route of the subnet's. */
  readonly localCidrs: readonly string[];
}

/** How the desks of the site are configured. */
export interface Desk {
  /** Addresses of its DNS servers, in the order in which it asks them. */
  readonly dnsServers: readonly string[];
  /** Address of the forward proxy: `http://<address>:<port>`. */
  readonly proxy: string;
  /** Names that are reached directly, as in `NO_PROXY`. */
  readonly noProxy: string;
  /** The same for Chromium's `--proxy-bypass-list`. */
  readonly bypassList: string;
}

/** The stack `corporate-network`, read back from the control plane. */
export interface DeployedCorporateSite {
  readonly hosts: Readonly<Record<SiteHostName, SiteHost>>;
  readonly desk: Desk;
  /** Files of the DNS servers, by name. */
  readonly dnsFiles: Readonly<Record<string, string>>;
  readonly squidConf: string;
}

/**
 * Reads the hosts, and what Systems Manager would configure them with.
 * @param ids the stack's output `hosts`
 * @param network all VPCs
 * @throws when a host or its configuration is not there
 */
export async function readCorporateSite(
  target: Target,
  ids: Readonly<Record<string, unknown>>,
  network: DeployedNetwork,
): Promise<DeployedCorporateSite> {
  const reply = await query(target, 'ec2', { Action: 'DescribeInstances', Version: '2016-11-15' });
  const instances = findAll(reply, 'instancesSet').flatMap(({ children }) => children);
  const instance = (name: SiteHostName): XmlElement => {
    const found = instances.find((item) => childText(item, 'instanceId') === ids[name]);
    if (!found) throw new Error(`no instance ${String(ids[name])} (${name}) is deployed`);
    return found;
  };
  const host = (name: SiteHostName) => hostOf(instance(name), network);
  const configuration = (name: SiteHostName) => configurationOf(target, nameTagOf(instance(name)));
  const [dnsA, dnsB] = [await configuration('dnsA'), await configuration('dnsB')];
  if (dnsA.document !== dnsB.document) throw new Error('the DNS servers have different documents');
  return {
    hosts: {
      dnsA: host('dnsA'),
      dnsB: host('dnsB'),
      windows: host('windows'),
      linux: host('linux'),
      proxy: host('proxy'),
      outside: host('outside'),
    },
    desk: deskOf((await configuration('linux')).variables),
    dnsFiles: dnsA.files,
    squidConf: (await configuration('proxy')).files['squid.conf'] ?? '',
  };
}

function hostOf(instance: XmlElement, { subnets, securityGroups }: DeployedNetwork): SiteHost {
  const subnetId = requiredText(instance, 'subnetId');
  const subnet = subnets.find(({ id }) => id === subnetId);
  if (!subnet) throw new Error(`no subnet ${subnetId} is deployed`);
  const groups = find(instance, 'groupSet')?.children ?? [];
  return {
    address: requiredText(instance, 'privateIpAddress'),
    subnetId,
    subnet,
    localCidrs: subnets.filter(({ vpcId }) => vpcId === subnet.vpcId).map(({ cidr }) => cidr),
    securityGroups: groups.flatMap((group) => securityGroups.get(requiredText(group, 'groupId')) ?? []),
  };
}

function nameTagOf(instance: XmlElement): string {
  const tags = find(instance, 'tagSet')?.children ?? [];
  const tag = tags.find((candidate) => childText(candidate, 'key') === 'Name');
  return (tag && childText(tag, 'value')) ?? '';
}

interface HostConfiguration {
  readonly document: string;
  /** What the document sets before its script. */
  readonly variables: Readonly<Record<string, string>>;
  /** Parameters that the script fetches, by the last part of their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** What the association with the hosts of a name runs there. @throws when there is none */
async function configurationOf(target: Target, nameTag: string): Promise<HostConfiguration> {
  const ssm = (operation: string, request: JsonObject) =>
    json(target, 'ssm', `AmazonSSM.${operation}`, request);
  const associations = objects(await ssm('ListAssociations', {}), 'Associations');
  const own = associations.find((association) =>
    objects(association, 'Targets').some(
      (hosts) => text(hosts, 'Key') === 'tag:Name' && strings(hosts, 'Values').includes(nameTag),
    ),
  );
  const document = own && text(own, 'Name');
  if (document === undefined) throw new Error(`no association configures ${nameTag}`);
  const content = parseObject(text(await ssm('GetDocument', { Name: document }), 'Content') ?? '');
  const lines = objects(content, 'mainSteps').flatMap((step) =>
    strings(step.inputs as JsonObject, 'runCommand'),
  );
  const variables = Object.fromEntries(
    lines.flatMap((line) => {
      const [, name = '', value = ''] = /^export (\w+)='(.*)'$/.exec(line) ?? [];
      return name === '' ? [] : [[name, value.replaceAll(String.raw`'\''`, "'")]];
    }),
  );
  const Path = variables.PARAMETERS;
  const parameters =
    Path === undefined ? [] : objects(await ssm('GetParametersByPath', { Path }), 'Parameters');
  const files = parameters.map((parameter) => [
    (text(parameter, 'Name') ?? '').replace(/^.*\//, ''),
    text(parameter, 'Value') ?? '',
  ]);
  return { document, variables, files: Object.fromEntries(files) as Record<string, string> };
}

/** @throws naming a variable that the document does not set */
function deskOf(variables: Readonly<Record<string, string>>): Desk {
  const read = (name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`the document of the Linux client does not set ${name}`);
    return value;
  };
  const browser = parseObject(read('BROWSER_PROXY'));
  return {
    dnsServers: read('DNS_SERVERS').split(' '),
    proxy: read('PROXY'),
    noProxy: read('NO_PROXY_NAMES'),
    bypassList: text(browser, 'ProxyBypassList') ?? '',
  };
}
