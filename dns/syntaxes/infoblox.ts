import { describeDelegation } from '../delegation';
import type { ServerSyntax } from '../server-syntax';

/**
 * A Python program for Infoblox's WAPI: it creates the forward zones or brings those that exist up to date, and adds
 * them to the negative trust anchors, which exempt names from DNSSEC validation. A member or view with DNSSEC settings of
 * its own (`use_dnssec`) ignores the grid's, so these get the anchors too. One WAPI request cannot do it: it creates
 * or changes, and fails as a whole if a zone exists or lacks.
 * https://docs.infoblox.com/space/nios90/280858087/Infoblox+RESTful+API
 */
export const infoblox = {
  server: 'Infoblox NIOS, by WAPI',
  checkedBy: 'tests against a model of its documented API',
  files: [
    {
      name: 'infoblox.py',
      heading: { commentSign: '#', title: 'forward zones for Infoblox NIOS' },
      install: () => [
        'Install. Running it again changes nothing, or brings the forwarders up to date:',
        '  1. On any machine with Python 3; it asks for the password, and sends it to this host over HTTPS:',
        '       python3 infoblox.py (grid master) (administrator)',
        '     A DNS view other than default: add its name, and repeat for each view.',
        '  2. In Grid Manager, give each new forward zone the members that serve it. Members that are not to ask the',
        '     resolver, for example in AWS, stay out of the list.',
        '  3. Restart services, and clear the DNS cache of these members.',
      ],
      test: { command: 'dig' },
      ownParent: describeDelegation,
      undo: () => [
        'Undo: in Grid Manager, delete the zones, and remove them from the negative trust anchors (DNSSEC settings of the',
        'grid, of members and of views); then step 3.',
      ],
      body: ({ environmentName, zones, forwarders }) => [
        ['import base64, getpass, json, sys, urllib.error, urllib.parse, urllib.request'],
        [
          'ZONES = {',
          ...zones.final.map(
            ({ name, purpose }) =>
              `    "${name}": "SageMaker Studio, environment ${environmentName} - ${purpose}",`,
          ),
          '}',
          // WAPI requires a name with each address; nobody can register one below `internal` (ICANN, 2024)
          'FORWARD_TO = [',
          ...forwarders.map(
            (address, index) =>
              `    {"name": "inbound-resolver-${index + 1}.studio-access.internal", "address": "${address}"},`,
          ),
          ']',
        ],
        [
          'if len(sys.argv) not in (3, 4):',
          '    sys.exit("usage: python3 infoblox.py GRID_MASTER ADMINISTRATOR [DNS_VIEW]")',
          'master, user = sys.argv[1:3]',
          'view = sys.argv[3] if len(sys.argv) == 4 else "default"',
          'login = base64.b64encode(f"{user}:{getpass.getpass()}".encode()).decode()',
        ],
        [
          'def wapi(method, path, data=None, **query):',
          '    url = f"https://{master}/wapi/v2.12/{path}"',
          '    if query:',
          '        url += "?" + urllib.parse.urlencode(query)',
          '    body = None if data is None else json.dumps(data).encode()',
          '    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}',
          '    try:',
          '        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method)) as answer:',
          '            return json.load(answer)',
          '    except urllib.error.HTTPError as error:',
          '        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")',
          '    except urllib.error.URLError as error:',
          '        sys.exit(f"{master}: {error.reason}")',
        ],
        [
          'for name, comment in ZONES.items():',
          '    settings = {"comment": comment, "forwarders_only": True, "forward_to": FORWARD_TO}',
          '    existing = wapi("GET", "zone_forward", fqdn=name, view=view)',
          '    if existing:',
          '        wapi("PUT", existing[0]["_ref"], settings)',
          '    else:',
          '        wapi("POST", "zone_forward", {"fqdn": name, "view": view, **settings})',
          "    print(f\"{name}: {'updated' if existing else 'created'} in the view {view}\")",
        ],
        [
          'for kind in ("grid:dns", "member:dns", "view"):',
          '    fields = "dnssec_negative_trust_anchors" + ("" if kind == "grid:dns" else ",use_dnssec")',
          '    for item in wapi("GET", kind, _return_fields=fields):',
          '        anchors = item.get("dnssec_negative_trust_anchors", [])',
          '        missing = [name for name in ZONES if name not in anchors]',
          '        if missing and item.get("use_dnssec", True):',
          '            wapi("PUT", item["_ref"], {"dnssec_negative_trust_anchors": anchors + missing})',
          '            print(f"negative trust anchors: added to {item[\'_ref\']}")',
        ],
      ],
    },
  ],
} as const satisfies ServerSyntax;
