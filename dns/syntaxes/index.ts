import type { ServerSyntax } from '../server-syntax';
import { bind } from './bind';
import { coredns } from './coredns';
import { dnsmasq } from './dnsmasq';
import { freeIpa } from './freeipa';
import { infoblox } from './infoblox';
import { unbound } from './unbound';
import { windows } from './windows';

/** Every kind of DNS server that files are written for, in the order in which documents list them. */
export const syntaxes = [
  bind,
  unbound,
  dnsmasq,
  coredns,
  windows,
  infoblox,
  freeIpa,
] as const satisfies readonly ServerSyntax[];
