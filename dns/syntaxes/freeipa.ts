import type { ServerSyntax } from '../server-syntax';
import { exemptionFile } from './bind';

/**
 * Commands for FreeIPA, also known as Red Hat Identity Management: forward zones in its directory, which all its DNS
 * servers read. Running them again changes nothing, or brings the forwarders up to date. FreeIPA's check for overlaps
 * would refuse a zone that exists in public.
 * https://www.freeipa.org/page/V4/Forward_zones
 *
 * Its servers are BIND, whose exemption from DNSSEC validation is no part of the directory.
 */
export const freeIpa = {
  server: 'FreeIPA on BIND 9.16 or later (RHEL 9)',
  checkedBy: 'its documented commands',
  files: [
    {
      name: 'freeipa.sh',
      heading: { commentSign: '#', title: 'forward zones for FreeIPA (Red Hat Identity Management)' },
      install: ({ zones }) => [
        'Install. FreeIPA of RHEL 8 runs on BIND 9.11, which has no exemption from DNSSEC validation: there, leave out the',
        'first two lines of step 1, and write dnssec-validation no; into /etc/named/ipa-options-ext.conf.',
        '  1. On every DNS server of FreeIPA, exempt the names from DNSSEC validation:',
        `       install -m 644 ${exemptionFile} /etc/named/studio-access-${exemptionFile}`,
        '     and write at the end of /etc/named/ipa-options-ext.conf, which FreeIPA leaves to you:',
        `       include "/etc/named/studio-access-${exemptionFile}";`,
        '     then: named-checkconf && systemctl restart named',
        '  2. Once, on any machine of the domain, as somebody who administers DNS; all servers get it from the directory:',
        '       kinit admin && sh freeipa.sh',
        '  3. On every DNS server, forget earlier answers:',
        ...zones.final.map(({ name }) => `       rndc flushtree ${name}`),
      ],
      test: { command: 'dig' },
      ownParent: (names) => [
        'If FreeIPA serves a parent domain, it answers from that and forwards nothing, unless the parent has a delegation,',
        'whose target is never asked. For the parent and the rest of the name, for example corp.example.com studio-access:',
        '  ipa dnsrecord-add (parent) (rest of the name) --ns-rec=resolver.invalid. --force',
        `The names: ${names.join(', ')}. Remove the record when you undo the rest.`,
      ],
      undo: ({ zones }) => [
        'Undo: remove the include line of step 1 and restart named; step 3; and',
        ...zones.final.map(({ name }) => `  ipa dnsforwardzone-del ${name}.`),
      ],
      body: ({ zones, forwarders }) => {
        const options = `${forwarders.map((address) => `--forwarder=${address}`).join(' ')} --forward-policy=only`;
        return [
          ['set -eu', 'export LC_ALL=C'],
          [
            '# creates a forward zone, or gives one that exists these forwarders',
            'forward() {',
            '    if ! ipa dnsforwardzone-show "$1" >/dev/null 2>&1; then',
            `        ipa dnsforwardzone-add "$1" ${options} --skip-overlap-check`,
            `    elif ! message=$(ipa dnsforwardzone-mod "$1" ${options} 2>&1); then`,
            '        case $message in',
            '            *"no modifications to be performed"*) echo "$1 is up to date" ;;',
            '            *) echo "$message" >&2; exit 1 ;;',
            '        esac',
            '    fi',
            '}',
          ],
          ...zones.final.map(({ name, purpose }) => [`# ${purpose}`, `forward ${name}.`]),
        ];
      },
    },
  ],
} as const satisfies ServerSyntax;
