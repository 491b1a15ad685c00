import { addressKinds, internalKinds, parseCidr } from '../config/cidr';
import { hostNamePattern, isWithin } from '../config/host-name';
import { ConfigError, type Problem } from '../config/problem';
import type { ForwardZones } from './zones';

/** Settings from which every DNS server's configuration is made. */
interface ForwardingSettings {
  /** Name of the environment, for headings and for the commands in them. */
  readonly environmentName: string;
  readonly zones: ForwardZones;
  /**
   * Names that desks reach directly, without a proxy, where those are not all of the forwarded zones. A public API's
   * name may be forwarded, but its address is reached as any other on the internet.
   */
  readonly directZones?: ForwardZones;
  /** Addresses of the inbound resolver endpoint. */
  readonly forwarders: readonly string[];
}

declare const checked: unique symbol;

/** Checked settings. Only {@link checkForwarding} makes them, so no unchecked text can reach a file. */
export type Forwarding = ForwardingSettings & { readonly [checked]: true };

/**
 * Words of one line. No quote, brace, semicolon, backslash, slash or number sign: no character that has a meaning in any
 * of the files. Together with a name they fit Infoblox's comments, which have 256 characters.
 */
const plainWords = /^[A-Za-z0-9][A-Za-z0-9 ,.()-]{0,159}$/;

const plainName = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

const nameExpected = 'a lower-case host name of at least two labels: letters, digits and inner hyphens';
const wordsExpected = 'one line of up to 160 letters, digits, spaces and , . ( ) -';

/**
 * Checks all text before any of it is written: what passes has no special meaning in any of the files.
 *
 * @throws ConfigError that lists every problem
 */
export function checkForwarding(settings: ForwardingSettings): Forwarding {
  const { environmentName, zones, directZones, forwarders } = settings;
  const problems = [
    ...check(
      'environmentName',
      environmentName,
      plainName.test(environmentName),
      'up to 40 lower-case letters, digits and inner hyphens',
    ),
    ...zoneProblems('zones', zones),
    ...(directZones ? zoneProblems('directZones', directZones) : []),
    ...check('forwarders', forwarders, forwarders.length > 0, 'at least one address'),
    ...forwarders.flatMap((address, index) => [
      ...check(
        `forwarders[${index}]`,
        address,
        isUsable(address),
        'an IPv4 address that a resolver can have',
      ),
      ...check(
        `forwarders[${index}]`,
        address,
        forwarders.indexOf(address) === index,
        'an address that is not listed before',
      ),
    ]),
  ];
  if (problems.length > 0) throw new ConfigError('the DNS forwarding', problems);
  return settings as Forwarding;
}

function zoneProblems(list: string, { final, pending }: ForwardZones): Problem[] {
  const names = final.map(({ name }) => name);
  return [
    ...final.flatMap(({ name, purpose, testName }, index) => [
      ...check(`${list}[${index}].name`, name, hostNamePattern.test(name), nameExpected),
      ...check(`${list}[${index}].purpose`, purpose, plainWords.test(purpose), wordsExpected),
      ...check(
        `${list}[${index}].testName`,
        testName,
        testName === undefined || (hostNamePattern.test(testName) && isWithin(testName, name)),
        `a host name within ${JSON.stringify(name)}`,
      ),
      ...check(
        `${list}[${index}].name`,
        name,
        !names.some((other, place) => place !== index && isWithin(name, other)),
        'a zone that is neither listed twice nor below another one of the list',
      ),
    ]),
    ...pending.flatMap(({ parent, purpose }, index) => [
      ...check(`pending[${index}].parent`, parent, hostNamePattern.test(parent), nameExpected),
      ...check(`pending[${index}].purpose`, purpose, plainWords.test(purpose), wordsExpected),
    ]),
    ...check(list, names, names.length > 0, 'at least one zone'),
  ];
}

function check(path: string, got: unknown, passes: boolean, expected: string): Problem[] {
  return passes ? [] : [{ path, got, expected }];
}

function isUsable(address: string): boolean {
  const network = parseCidr(`${address}/32`);
  return network !== undefined && addressKinds(network).every((kind) => internalKinds.includes(kind));
}
