import type { FirewallRule } from '../deployed/dns-firewall';
import { zoneFile } from './zone-file';

/** What a VPC's resolver needs to apply DNS Firewall. */
export interface PolicyZones {
  /** Zone files by zone name. */
  readonly zones: Readonly<Record<string, string>>;
  /** Statements for the options block of BIND. */
  readonly options: string;
}

/**
 * DNS Firewall as response policy zones of BIND, one for each rule, because the first rule that has the name decides. Names
 * match alike in both: an asterisk stands for names at any depth, and not for the name below which it stands. BIND decides by
 * the name that is asked for, before it asks anybody, and looks no further where a rule admits the name: that is
 * `TRUST_REDIRECTION_DOMAIN`.
 * https://bind9.readthedocs.io/en/latest/reference.html#response-policy-zone-rpz-rewriting
 */
export function policyZones(rules: readonly FirewallRule[]): PolicyZones {
  const zones = Object.fromEntries(
    rules.map((rule, index) => [
      `firewall-${index}`,
      zoneFile(
        rule.names.map((name) => `${name} IN CNAME ${targetOf(rule)}`),
        { seconds: 5 },
      ),
    ]),
  );
  if (rules.length === 0) return { zones, options: '' };
  const names = Object.keys(zones).map((name) => `zone "${name}";`);
  const options = `response-policy { ${names.join(' ')} } qname-wait-recurse no recursive-only no nsip-enable no nsdname-enable no break-dnssec yes;`;
  return { zones, options };
}

/** Where a response policy zone lets a name lead. */
function targetOf({ action, blockResponse }: FirewallRule): string {
  if (action !== 'BLOCK') return 'rpz-passthru.';
  if (blockResponse === 'NXDOMAIN') return '.';
  if (blockResponse === 'NODATA') return '*.';
  throw new Error(`the lab does not have the answer ${String(blockResponse)} to a blocked name`);
}
