# Private access to SageMaker Studio, environment example: forward zones for Infoblox NIOS.
#
# Final zones, all of them here:
#   a1b2c3d4e5.execute-api.us-east-1.amazonaws.com - the API that hands out Studio URLs
#   studio.us-east-1.sagemaker.aws - SageMaker Studio and its apps
#   api.sagemaker.us-east-1.amazonaws.com - the SageMaker API, which Studio calls from the browser
# No zone is missing.
#
# Install. Running it again changes nothing, or brings the forwarders up to date:
#   1. On any machine with Python 3; it asks for the password, and sends it to this host over HTTPS:
#        python3 infoblox.py (grid master) (administrator)
#      A DNS view other than default: add its name, and repeat for each view.
#   2. In Grid Manager, give each new forward zone the members that serve it. Members that are not to ask the
#      resolver, for example in AWS, stay out of the list.
#   3. Restart services, and clear the DNS cache of these members.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   dig a1b2c3d4e5.execute-api.us-east-1.amazonaws.com
#   dig test.studio.us-east-1.sagemaker.aws
#   dig api.sagemaker.us-east-1.amazonaws.com
#   No answer, or SERVFAIL after seconds: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo: in Grid Manager, delete the zones, and remove them from the negative trust anchors (DNSSEC settings of the
# grid, of members and of views); then step 3.

import base64, getpass, json, sys, urllib.error, urllib.parse, urllib.request

ZONES = {
    "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com": "SageMaker Studio, environment example - the API that hands out Studio URLs",
    "studio.us-east-1.sagemaker.aws": "SageMaker Studio, environment example - SageMaker Studio and its apps",
    "api.sagemaker.us-east-1.amazonaws.com": "SageMaker Studio, environment example - the SageMaker API, which Studio calls from the browser",
}
FORWARD_TO = [
    {"name": "inbound-resolver-1.studio-access.internal", "address": "10.20.0.10"},
    {"name": "inbound-resolver-2.studio-access.internal", "address": "10.20.32.10"},
]

if len(sys.argv) not in (3, 4):
    sys.exit("usage: python3 infoblox.py GRID_MASTER ADMINISTRATOR [DNS_VIEW]")
master, user = sys.argv[1:3]
view = sys.argv[3] if len(sys.argv) == 4 else "default"
login = base64.b64encode(f"{user}:{getpass.getpass()}".encode()).decode()

def wapi(method, path, data=None, **query):
    url = f"https://{master}/wapi/v2.12/{path}"
    if query:
        url += "?" + urllib.parse.urlencode(query)
    body = None if data is None else json.dumps(data).encode()
    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method)) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")
    except urllib.error.URLError as error:
        sys.exit(f"{master}: {error.reason}")

for name, comment in ZONES.items():
    settings = {"comment": comment, "forwarders_only": True, "forward_to": FORWARD_TO}
    existing = wapi("GET", "zone_forward", fqdn=name, view=view)
    if existing:
        wapi("PUT", existing[0]["_ref"], settings)
    else:
        wapi("POST", "zone_forward", {"fqdn": name, "view": view, **settings})
    print(f"{name}: {'updated' if existing else 'created'} in the view {view}")

for kind in ("grid:dns", "member:dns", "view"):
    fields = "dnssec_negative_trust_anchors" + ("" if kind == "grid:dns" else ",use_dnssec")
    for item in wapi("GET", kind, _return_fields=fields):
        anchors = item.get("dnssec_negative_trust_anchors", [])
        missing = [name for name in ZONES if name not in anchors]
        if missing and item.get("use_dnssec", True):
            wapi("PUT", item["_ref"], {"dnssec_negative_trust_anchors": anchors + missing})
            print(f"negative trust anchors: added to {item['_ref']}")
