import type { Examined, Finding } from './check';
import type { DnsAnswer } from './dns-message';
import { isPrivate, type InNetworks } from './networks';

/** What is known about a name. */
export interface NameFacts {
  readonly host: string;
  /** Addresses that programs get, which also come from a file of hosts. Empty: none. */
  readonly addresses: readonly string[];
  /** The error that programs get in place of addresses. */
  readonly error?: string;
  /** The first of this computer's name servers; undefined if the system tells none. */
  readonly server: string | undefined;
  /** What that server answers for type A; undefined: nothing. */
  readonly direct: DnsAnswer | undefined;
  /** What it answers for a public name with private addresses; undefined: no such name is known. */
  readonly publicAlias?: DnsAnswer | undefined;
}

const vpn = 'Connect to the company’s VPN. If you are connected already, the DNS administrator can mend it.';

const forwarding =
  'Have the DNS servers forward this name to the addresses of the resolver in the VPC, with the file that `npm run dns` writes (docs/dns.md, "Checks when a name does not resolve").';

/**
 * What a name's addresses, or the lack of them, mean.
 *
 * @param networks where the addresses must lie; undefined: in any network that is not the internet's
 */
export function explainName(facts: NameFacts, networks: InNetworks | undefined): Examined {
  const { addresses, direct, server } = facts;
  if (addresses.length === 0) return explainNothing(facts);
  const got = `${addresses.join(', ')}${server === undefined ? '' : ` from ${server}`}`;
  const isRight = networks ?? isPrivate;
  if (addresses.every(isRight)) return { got };
  const byServer = direct?.records ?? [];
  if (byServer.length > 0 && !addresses.some((address) => byServer.includes(address))) {
    return {
      got: `${addresses.join(', ')}, while ${server ?? 'the name server'} says ${byServer.join(', ')}`,
      cause: 'hosts_file',
      todo: 'Something on this computer answers in place of the name server: a line in its file of hosts (/etc/hosts), or a program of a VPN. Remove it.',
      who: 'you',
    };
  }
  if (addresses.every((address) => !isPrivate(address))) {
    return {
      got,
      cause: 'public_address',
      todo: `These are AWS’s public addresses, where this name leads to nothing: you are outside the company’s network, or its DNS does not forward the name. ${vpn} ${forwarding}`,
      who: 'DNS administrator',
    };
  }
  return {
    got,
    cause: 'other_network',
    todo: `The name leads into a network that is not this deployment’s VPC: the forwarding goes to the resolver of another VPC, or an old record is left. ${forwarding}`,
    who: 'DNS administrator',
  };
}

function explainNothing({ direct, server, publicAlias, error, host }: NameFacts): Finding {
  const got = `no address (${error ?? 'none'})${server === undefined ? '' : `, from ${server}: ${direct?.status ?? 'no answer'}`}`;
  const found = (cause: string, todo: string): Finding => ({ got, cause, todo, who: 'DNS administrator' });
  switch (direct?.status) {
    case undefined:
      return found(
        'name_no_answer',
        `The name server says nothing about ${host}: it does not reach the server that it asks, or the way to the VPC’s resolver is closed (UDP and TCP 53). ${forwarding}`,
      );
    case 'NXDOMAIN':
      return found(
        'name_unknown',
        `The name server knows no such name: you are outside the company’s network, or it does not forward the name. ${vpn} ${forwarding}`,
      );
    case 'SERVFAIL':
      return found(
        'name_servfail',
        'The name server forwards the name and cannot use what it gets: it does not reach the VPC’s resolver (UDP and TCP 53), or it validates DNSSEC without the exception in validate-except.conf, or it refuses private addresses in answers (BIND: deny-answer-addresses).',
      );
    case 'REFUSED':
      return found(
        'name_refused',
        'The name server does not answer this computer: it must allow its network.',
      );
    case 'NOERROR':
      if (direct.records.length > 0) {
        return {
          got: `no address for programs (${error ?? 'none'}), while ${server ?? 'the name server'} says ${direct.records.join(', ')}`,
          cause: 'system_lookup',
          todo: 'The system asks in another way than its own list of name servers says: look at /etc/nsswitch.conf, at DNS over HTTPS, or at the VPN’s program.',
          who: 'you',
        };
      }
      if (publicAlias === undefined || publicAlias.records.length > 0) {
        return found(
          'name_empty',
          `The name server has the name without an address: the zone is there, and its record is not. ${forwarding}`,
        );
      }
      return found(
        'name_filtered',
        'The name server takes private addresses out of answers (protection against DNS rebinding), here and for the endpoint’s public name. Exempt the forwarded zones: Unbound private-domain, dnsmasq rebind-domain-ok, BIND deny-answer-addresses except-from.',
      );
    default:
      return found('name_failed', forwarding);
  }
}

/** What a name server answers for one further type of record; undefined: nothing. */
export interface OtherRecords {
  readonly AAAA: DnsAnswer | undefined;
  readonly HTTPS: DnsAnswer | undefined;
}

/**
 * What the answers for the types mean that browsers ask for besides A: they wait for all of them, and take an address of
 * version 6 first. https://www.rfc-editor.org/rfc/rfc8305 · https://www.rfc-editor.org/rfc/rfc9460#section-3
 */
export function explainOtherRecords(records: OtherRecords): Examined {
  const words = (['AAAA', 'HTTPS'] as const).map((type) => {
    const answer = records[type];
    if (answer === undefined) return `${type}: no answer`;
    if (answer.records.length > 0) return `${type}: ${answer.records.join(', ')}`;
    return `${type}: ${answer.status === 'NOERROR' ? 'none' : answer.status}`;
  });
  const got = words.join('; ');
  for (const type of ['AAAA', 'HTTPS'] as const) {
    const answer = records[type];
    if (answer?.status !== 'NOERROR') {
      return {
        got,
        cause: `${type.toLowerCase()}_failed`,
        todo: `The name server has an address for the name, and fails for type ${type}: browsers wait for that, or give up. It must forward every type, and take answers without records. A server that forwards one type only, or denies the others by itself, must be corrected.`,
        who: 'DNS administrator',
      };
    }
    const isWrong = type === 'HTTPS' ? answer.records.length > 0 : !answer.records.every(isPrivate);
    if (isWrong) {
      return {
        got,
        cause: `${type.toLowerCase()}_public`,
        todo: `For type ${type} the name server has an answer of the internet, which browsers prefer to the private address. The whole name must be forwarded, with all types of records.`,
        who: 'DNS administrator',
      };
    }
  }
  return { got };
}

/** Whether the API's name leads to the same endpoint as the endpoint's own public name. */
export function explainEndpoint(addresses: readonly string[], ofEndpoint: readonly string[]): Examined {
  if (ofEndpoint.length === 0)
    return { got: 'cannot be compared: the endpoint’s public name has no address here' };
  const foreign = addresses.filter((address) => !ofEndpoint.includes(address));
  if (foreign.length === 0) return { got: addresses.join(', ') };
  return {
    got: `${foreign.join(', ')}, where the endpoint has ${ofEndpoint.join(', ')}`,
    cause: 'other_endpoint',
    todo: 'Another endpoint for API Gateway catches the name, most likely one with private DNS in the VPC that is asked: its policy and the API’s refuse. Switch its private DNS off, or forward the name to the resolver of the deployment’s own VPC.',
    who: 'operator of the deployment',
  };
}
