import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dnsFiles, writeDnsFiles, type DnsFileName } from '../../dns/files';
import { forwardingWith, zoneNamed } from '../../test-support/dns/forwarding';

/** One zone, and one whose name is not known yet. */
const beforeDeployment = forwardingWith({
  zones: {
    final: [zoneNamed('studio.example.com', { purpose: 'Studio', testName: 'test.studio.example.com' })],
    pending: [{ parent: 'api.example.com', purpose: 'the API' }],
  },
});

/** One zone in the company's own domain. */
const withCustomName = forwardingWith({
  zones: {
    final: [zoneNamed('api.corp.example.com', { purpose: 'the API', inCompanyDomain: true })],
    pending: [],
  },
});

const textsBeforeDeployment: Record<DnsFileName, string> = {
  'README.txt': `Private access to SageMaker Studio, environment lab: what corporate DNS servers forward.

Final zones, all of them here:
  studio.example.com - Studio
NOT FINAL, and not here, because the name is known only after deployment:
  (id of the API).api.example.com - the API
  After deployment this command writes the finished files: npm run dns -- --env lab

Resolver in the VPC that they forward to: 10.0.1.10, 10.0.2.10

One of these is for your servers; each says how to install, check and undo it.
  named.conf, named.conf.options   BIND 9.14 or later
  unbound.conf                     Unbound
  dnsmasq.conf                     dnsmasq
  Corefile                         CoreDNS
  windows-dns.ps1                  Windows DNS, in PowerShell
  infoblox.json                    Infoblox NIOS, as one WAPI request:
    1. curl --user (administrator) --header "Content-Type: application/json" \\
         --data @infoblox.json "https://(grid master)/wapi/v2.12/request"
    2. In Grid Manager, give each new forward zone the members that serve it, then restart services.
    Undo: delete the zones there, then restart services.

Check, on a machine that people work on: each answer is a private address of the VPC.
  dig test.studio.example.com
  SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
  A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
`,
  'named.conf': `// Private access to SageMaker Studio, environment lab: forward zones for BIND 9.14 or later.
//
// Final zones, all of them here:
//   studio.example.com - Studio
// NOT FINAL, and not here, because the name is known only after deployment:
//   (id of the API).api.example.com - the API
//   After deployment this command writes the finished files: npm run dns -- --env lab
//
// Install, on every server that answers people and their machines. Primary or secondary makes no difference:
// forward zones are a server's own settings, which no zone transfer carries.
//   1. Put this file and named.conf.options into /etc/bind/studio-access, readable for named.
//   2. In named.conf, at the end (with views: in each view for people and their machines), write
//        include "/etc/bind/studio-access/named.conf";
//   3. In named.conf, inside the options block that is there already, write
//        include "/etc/bind/studio-access/named.conf.options";
//      or, without that file, the line
//        validate-except { "studio.example.com"; };
//   4. Check and apply, without a restart:
//        named-checkconf && rndc reload
//   5. Forget earlier answers:
//        rndc flushtree studio.example.com
//
// Check, on a machine that people work on: each answer is a private address of the VPC.
//   dig test.studio.example.com
//   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
//   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
//   SERVFAIL although the resolver answers: the names of step 3 are missing, and DNSSEC validation fails.
//
// When one resolver address falls silent, a query now and then waits about a second for the other. When all do,
// the answer is SERVFAIL after ten seconds; no other server is asked.
//
// Undo: remove the two include lines, then steps 4 and 5.

// Studio
zone "studio.example.com" {
    type forward;
    forward only;
    forwarders { 10.0.1.10; 10.0.2.10; };
};
`,
  'named.conf.options': `// Private access to SageMaker Studio, environment lab: lines for the options block of BIND 9.14 or later.
//
// Final zones, all of them here:
//   studio.example.com - Studio
// NOT FINAL, and not here, because the name is known only after deployment:
//   (id of the API).api.example.com - the API
//   After deployment this command writes the finished files: npm run dns -- --env lab
//
// Include this file inside the options block; named.conf beside it says how. It exempts the zones from DNSSEC
// validation and nothing else.
//   If the block has a validate-except already: add these names to that one instead of including this file.
//   If it has deny-answer-addresses: add these names to its except-from list.

validate-except {
    "studio.example.com";
};
`,
  'unbound.conf': `# Private access to SageMaker Studio, environment lab: forward zones for Unbound.
#
# Final zones, all of them here:
#   studio.example.com - Studio
# NOT FINAL, and not here, because the name is known only after deployment:
#   (id of the API).api.example.com - the API
#   After deployment this command writes the finished files: npm run dns -- --env lab
#
# Install, on every server that answers people and their machines:
#   1. Put this file into /etc/unbound/unbound.conf.d, as studio-access.conf.
#   2. Check and apply: unbound-checkconf && unbound-control reload
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   dig test.studio.example.com
#   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo: remove the file, then step 2.

server:
    domain-insecure: "studio.example.com."
    private-domain: "studio.example.com."

# Studio
forward-zone:
    name: "studio.example.com."
    forward-first: no
    forward-addr: 10.0.1.10
    forward-addr: 10.0.2.10
`,
  'dnsmasq.conf': `# Private access to SageMaker Studio, environment lab: servers for dnsmasq.
#
# Final zones, all of them here:
#   studio.example.com - Studio
# NOT FINAL, and not here, because the name is known only after deployment:
#   (id of the API).api.example.com - the API
#   After deployment this command writes the finished files: npm run dns -- --env lab
#
# Install, on every server that answers people and their machines:
#   1. Put this file into /etc/dnsmasq.d, as studio-access.conf.
#   2. Check and apply: dnsmasq --test && systemctl restart dnsmasq
#   When a resolver address falls silent, dnsmasq turns to the other within 50 queries or 20 seconds; until then
#   queries fail. A line all-servers avoids that: each query, for other names too, then goes to all its servers.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   dig test.studio.example.com
#   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo: remove the file, then step 2.

# Studio
server=/studio.example.com/10.0.1.10
server=/studio.example.com/10.0.2.10
rebind-domain-ok=/studio.example.com/
`,
  Corefile: `# Private access to SageMaker Studio, environment lab: server blocks for CoreDNS.
#
# Final zones, all of them here:
#   studio.example.com - Studio
# NOT FINAL, and not here, because the name is known only after deployment:
#   (id of the API).api.example.com - the API
#   After deployment this command writes the finished files: npm run dns -- --env lab
#
# Install, on every server that answers people and their machines:
#   1. Put this file beside the Corefile, as studio-access.conf, and write at the end of the Corefile
#        import studio-access.conf
#   2. If the Corefile's other blocks name another port or a bind address, write the same here.
#   3. Apply: kill -USR1 (process id of CoreDNS). If the log shows an error, the earlier settings stay in force.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   dig test.studio.example.com
#   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo: remove the import line, then step 3.

# Studio
studio.example.com:53 {
    errors
    cache 60
    forward . 10.0.1.10 10.0.2.10
}
`,
  'windows-dns.ps1': `# Private access to SageMaker Studio, environment lab: conditional forwarders for Windows DNS.
#
# Final zones, all of them here:
#   studio.example.com - Studio
# NOT FINAL, and not here, because the name is known only after deployment:
#   (id of the API).api.example.com - the API
#   After deployment this command writes the finished files: npm run dns -- --env lab
#
# Install: run this script as an administrator, once, on a DNS server that is a domain controller; Active
# Directory replicates the forwarders to all others of the forest. On a server outside Active Directory remove
# -ReplicationScope Forest, and run it on every server.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   Resolve-DnsName -Type A test.studio.example.com
#   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo:
#   Remove-DnsServerZone -Name 'studio.example.com' -Force
#   Clear-DnsServerCache -Force

$ErrorActionPreference = 'Stop'

# Studio
if (-not (Get-DnsServerZone -Name 'studio.example.com' -ErrorAction SilentlyContinue)) {
    Add-DnsServerConditionalForwarderZone -Name 'studio.example.com' -MasterServers '10.0.1.10', '10.0.2.10' -ReplicationScope Forest
}
Set-DnsServerConditionalForwarderZone -Name 'studio.example.com' -MasterServers '10.0.1.10', '10.0.2.10' -UseRecursion $false -ForwarderTimeout 2

Clear-DnsServerCache -Force
`,
  'infoblox.json': `[
  {
    "method": "POST",
    "object": "zone_forward",
    "data": {
      "fqdn": "studio.example.com",
      "comment": "SageMaker Studio, environment lab - Studio",
      "forwarders_only": true,
      "forward_to": [
        {
          "name": "inbound-resolver-1.studio-access.internal",
          "address": "10.0.1.10"
        },
        {
          "name": "inbound-resolver-2.studio-access.internal",
          "address": "10.0.2.10"
        }
      ]
    }
  }
]
`,
};

const namedConfWithCustomName = `// Private access to SageMaker Studio, environment lab: forward zones for BIND 9.14 or later.
//
// Final zones, all of them here:
//   api.corp.example.com - the API
// No zone is missing.
//
// Install, on every server that answers people and their machines. Primary or secondary makes no difference:
// forward zones are a server's own settings, which no zone transfer carries.
//   1. Put this file and named.conf.options into /etc/bind/studio-access, readable for named.
//   2. In named.conf, at the end (with views: in each view for people and their machines), write
//        include "/etc/bind/studio-access/named.conf";
//   3. In named.conf, inside the options block that is there already, write
//        include "/etc/bind/studio-access/named.conf.options";
//      or, without that file, the line
//        validate-except { "api.corp.example.com"; };
//   4. Check and apply, without a restart:
//        named-checkconf && rndc reload
//   5. Forget earlier answers:
//        rndc flushtree api.corp.example.com
//
// Check, on a machine that people work on: each answer is a private address of the VPC.
//   dig api.corp.example.com
//   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
//   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
//   SERVFAIL although the resolver answers: the names of step 3 are missing, and DNSSEC validation fails.
//
// When one resolver address falls silent, a query now and then waits about a second for the other. When all do,
// the answer is SERVFAIL after ten seconds; no other server is asked.
//
// Undo: remove the two include lines, then steps 4 and 5.
//
// Where a server itself serves a parent domain of api.corp.example.com, it answers from that and
// forwards nothing, unless the parent has a delegation. Add this record on the primary (secondaries get it
// by transfer; its target is never asked), and remove it when you undo the rest:
//   api.corp.example.com. IN NS resolver.invalid.

// the API
zone "api.corp.example.com" {
    type forward;
    forward only;
    forwarders { 10.0.1.10; 10.0.2.10; };
};
`;

describe('dnsFiles', () => {
  const files = dnsFiles(beforeDeployment);

  it.each(Object.keys(textsBeforeDeployment) as DnsFileName[])('writes %s word for word', (name) => {
    expect(files[name]).toBe(textsBeforeDeployment[name]);
  });

  it('has those files and no others', () => {
    expect(Object.keys(files)).toEqual(Object.keys(textsBeforeDeployment));
  });

  it('says that nothing is missing, and what a parent domain of the company needs', () => {
    expect(dnsFiles(withCustomName)['named.conf']).toBe(namedConfWithCustomName);
  });

  it('writes ASCII with a line end at the end: no administrator has to guess an encoding', () => {
    for (const text of Object.values(files)) expect(text).toMatch(/^[\n -~]+\n$/);
  });
});

describe('writeDnsFiles', () => {
  it('makes the folder, writes the files, and leaves what else is there alone', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'studio-dns-files-'));
    const target = path.join(folder, 'new', 'dns');
    writeDnsFiles(target, beforeDeployment);
    writeDnsFiles(path.dirname(target), withCustomName);
    expect(readdirSync(target).sort()).toEqual(Object.keys(textsBeforeDeployment).sort());
    expect(readFileSync(path.join(target, 'named.conf'), 'utf8')).toBe(textsBeforeDeployment['named.conf']);
    rmSync(folder, { recursive: true });
  });
});
