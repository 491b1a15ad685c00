import type { DnsFault } from './fault';

/** Edits that forward the names of every API of the region, as `dns.apiZone: "region"` does. */
export const everyApi: DnsFault['dnsEdits'] = [
  ['named.conf', /^zone "[a-z0-9]+\.(execute-api\.)/m, 'zone "$1'],
  ['validate-except.conf', /"[a-z0-9]+\.(execute-api\.)/, '"$1'],
];

/** Faults in the files for corporate BIND. */
export const dnsFaults: readonly DnsFault[] = [
  {
    id: 'no-validate-except',
    what: 'corporate BIND also validates the unsigned names (DNSSEC)',
    dnsEdits: [
      [
        'validate-except.conf',
        /^validate-except \{[^}]*\}/m,
        'validate-except {\n    "nothing.example.com";\n}',
      ],
    ],
    rows: ['names-offline'],
  },
  {
    id: 'zone-missing',
    what: "Studio's zone is missing in named.conf",
    dnsEdits: [
      ['named.conf', /^zone "studio\.[^}]*\};\n\};\n/m, ''],
      ['validate-except.conf', /^ *"studio\.[^"]*";\n/m, ''],
    ],
    rows: ['names-private', 'opens-studio'],
  },
  {
    id: 'forward-first',
    what: 'corporate BIND asks the internet when the resolver is silent',
    dnsEdits: [['named.conf', /forward only;/g, 'forward first;']],
    rows: ['resolver-gone'],
  },
  {
    id: 'one-forwarder',
    what: 'corporate BIND knows one address of the inbound resolver only',
    dnsEdits: [['named.conf', /forwarders \{ (\S+;)[^}]*\}/g, 'forwarders { $1 }']],
    rows: ['resolver-lost', 'zone-lost'],
  },
];
