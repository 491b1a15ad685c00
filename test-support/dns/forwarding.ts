import { checkForwarding, type Forwarding } from '../../dns/forwarding';
import type { ForwardZone } from '../../dns/zones';

/** Settings before they are checked. */
export type Settings = Parameters<typeof checkForwarding>[0];

/** A zone with ordinary words. */
export function zoneNamed(name: string, changes: Partial<ForwardZone> = {}): ForwardZone {
  return { name, purpose: 'the example', testName: name, inCompanyDomain: false, ...changes };
}

/** Small settings, unchecked, with changes. */
export function settingsWith(changes: Partial<Settings> = {}): Settings {
  return {
    environmentName: 'lab',
    zones: { final: [zoneNamed('studio.example.com')], pending: [] },
    forwarders: ['10.0.1.10', '10.0.2.10'],
    ...changes,
  };
}

/** Small settings, checked. */
export function forwardingWith(changes: Partial<Settings> = {}): Forwarding {
  return checkForwarding(settingsWith(changes));
}
