import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';
import { environmentWith } from '../../../test-support/environments';
import { synthesizeEnvironment } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

const scripts = path.join(projectFolder, 'stacks', 'corporate-network', 'scripts');

interface Content {
  readonly mainSteps: readonly {
    readonly action: string;
    readonly inputs: { readonly runCommand: string[] };
  }[];
}

describe('the configuration of the hosts of a simulated site', () => {
  const stack = synthesizeEnvironment(environmentWith({}, 'site-peering'))['corporate-network'];
  const stepOf = (id: string) => {
    const { content } = resourceOf(stack, 'aws_ssm_document', `${id}-document`);
    const [step] = (JSON.parse(String(content)) as Content).mainSteps;
    if (!step) throw new Error(`${id} has no step`);
    return step;
  };
  const valueOf = (name: string) => String(resourceOf(stack, 'aws_ssm_parameter', name).value);

  it.each(readdirSync(scripts).filter((name) => name.endsWith('.sh')))('bash takes %s', (name) => {
    expect(spawnSync('bash', ['-n', path.join(scripts, name)], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it.each([
    ['site-dns', 'dns-server.sh', 'aws:runShellScript'],
    ['site-proxy', 'proxy.sh', 'aws:runShellScript'],
    ['site-linux', 'linux-client.sh', 'aws:runShellScript'],
    ['site-windows', 'windows-client.ps1', 'aws:runPowerShellScript'],
  ])('%s runs %s, and at once when a parameter changes', (id, script, action) => {
    const step = stepOf(id);
    expect(step.action).toBe(action);
    const text = step.inputs.runCommand.join('\n');
    // Terraform turns $${ into ${
    expect(text.replaceAll('$${', '${')).toContain(
      readFileSync(path.join(scripts, script), 'utf8').trimEnd(),
    );
    expect(text).toContain('{{ Revision }}');
    const association = resourceOf(stack, 'aws_ssm_association', `${id}-association`);
    const parameters = Object.keys(resourcesOf(stack, 'aws_ssm_parameter')).filter((name) =>
      name.startsWith(id),
    );
    const { Revision } = association.parameters as { Revision: string };
    for (const name of parameters) expect(Revision).toContain(`\${aws_ssm_parameter.${name}.version}`);
    expect(association.schedule_expression).toBe('rate(30 minutes)');
  });

  it.each([
    ['site-dns', /\$([A-Z_]{4,})/g, ['AWS_DEFAULT_REGION', 'PARAMETERS']],
    ['site-proxy', /\$([A-Z_]{4,})/g, ['AWS_DEFAULT_REGION', 'PARAMETERS']],
    [
      'site-linux',
      /\$([A-Z_]{4,})/g,
      ['AWS_DEFAULT_REGION', 'BROWSER_PROXY', 'DNS_SERVERS', 'NO_PROXY_NAMES', 'PACKAGES_BUCKET', 'PROXY'],
    ],
    [
      'site-windows',
      /\$([A-Z]\w+)/g,
      ['BrowserProxy', 'DnsServers', 'ErrorActionPreference', 'NoProxyNames', 'PackagesBucket', 'Proxy'],
    ],
  ])('%s sets the variables that its script uses, and no others', (id, use, expected) => {
    const { runCommand } = stepOf(id).inputs;
    const set = runCommand.flatMap((line) => /^(?:export |\$)([A-Z]\w+) ?= ?'/.exec(line)?.[1] ?? []);
    expect(set.toSorted()).toEqual(expected);
    const code = runCommand.filter((line) => !/^\s*#/.test(line)).join('\n');
    const used = new Set([...code.matchAll(use)].map(([, name = '']) => name));
    // the AWS CLI reads the region; the others are PowerShell's
    const byPrograms = ['AWS_DEFAULT_REGION', 'ErrorActionPreference', 'LASTEXITCODE', 'PSHOME'];
    expect([...used].filter((name) => !byPrograms.includes(name) && !set.includes(name))).toEqual([]);
    expect(set.filter((name) => !byPrograms.includes(name) && !used.has(name))).toEqual([]);
  });

  // PowerShell itself is nowhere to be had for the tests, so this sees slips of the pen only
  it('the script of the Windows client has its quotes and brackets in pairs, and ends at the first error', () => {
    const lines = readFileSync(path.join(scripts, 'windows-client.ps1'), 'utf8').split('\n');
    const code = lines.filter((line) => !/^\s*#/.test(line));
    expect(code.find((line) => line !== '')).toBe("$ErrorActionPreference = 'Stop'");
    for (const line of code) {
      expect([line, (line.match(/'/g) ?? []).length % 2, (line.match(/"/g) ?? []).length % 2]).toEqual([
        line,
        0,
        0,
      ]);
    }
    const text = code.join('\n').replaceAll(/'[^']*'/g, '');
    for (const [open = '', close = ''] of ['{}', '()'].map((pair) => pair.split('')))
      expect(text.split(open).length).toBe(text.split(close).length);
  });

  it('a variable with a quote in it stays one word', () => {
    const lines = stepOf('site-linux').inputs.runCommand;
    const browser = lines.find((line) => line.startsWith('export BROWSER_PROXY=')) ?? '';
    expect(browser).toContain('"ProxyServer":"192.168.10.138:3128"');
    const { stdout } = spawnSync('bash', ['-c', `${browser}\nprintf %s "$BROWSER_PROXY"`], {
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toMatchObject({ ProxyMode: 'fixed_servers' });
  });

  // with an endpoint's id in it, the API's name is in public DNS, and so not among what the DNS servers forward
  it("clients reach every form of the API's name past the proxy", () => {
    const lines = stepOf('site-linux').inputs.runCommand;
    const noProxy = lines.find((line) => line.startsWith('export NO_PROXY_NAMES=')) ?? '';
    const suffixes = noProxy.replace(/^.*='(.*)'$/, '$1').split(',');
    const forms = ['a1b2c3d4e5', 'a1b2c3d4e5-vpce-0123456789abcdef0', 'vpce-0123456789abcdef0-abcdefgh'];
    const names = [
      ...forms.slice(0, 2).map((form) => `${form}.execute-api.us-east-1.amazonaws.com`),
      `${forms[2] ?? ''}.execute-api.us-east-1.vpce.amazonaws.com`,
      'd-0123456789ab.studio.us-east-1.sagemaker.aws',
    ];
    const isDirect = (name: string) =>
      suffixes.some((suffix) => suffix.startsWith('.') && name.endsWith(suffix));
    expect(names.filter((name) => !isDirect(name))).toEqual([]);
    expect(isDirect('cognito-idp.us-east-1.amazonaws.com')).toBe(false);
  });

  it('the DNS servers have the generated files, with the id of the API, within the length of their tier', () => {
    const zones = valueOf('site-dns-studio-access-zones-conf');
    expect(zones).toContain('zone "studio.us-east-1.sagemaker.aws" {');
    expect(zones).toMatch(
      /zone "\$\{data\.terraform_remote_state\.\S+private-api\S+\}\.execute-api\.us-east-1\.amazonaws\.com" \{/,
    );
    expect(zones).toContain('forwarders { 10.20.0.10; 10.20.32.10; };');
    expect(valueOf('site-dns-studio-access-validate-except-conf')).toContain('validate-except {');
    for (const { tier, value } of Object.values(resourcesOf(stack, 'aws_ssm_parameter'))) {
      expect(String(value).length).toBeLessThan(tier === 'Advanced' ? 8192 : 4096);
    }
  });

  it('the proxy admits sign-in and the pages of Studio, and nothing else', () => {
    const lines = valueOf('site-proxy-squid-conf').split('\n');
    expect(lines.filter((line) => line.startsWith('acl admitted'))).toEqual([
      'acl admitted dstdomain -n .console.aws.a2z.com',
      'acl admitted dstdomain -n cognito-idp.us-east-1.amazonaws.com',
    ]);
    expect(lines.filter((line) => line.startsWith('http_access'))).toEqual([
      'http_access deny !site',
      'http_access deny !tunnel',
      'http_access deny !https',
      'http_access allow admitted',
      'http_access deny all',
    ]);
  });

  it('the proxy admits the pages of a federated sign-in, and what the operator adds', () => {
    const changes = {
      corporateSite: {
        vpcCidr: '192.168.10.0/24',
        connection: 'transit-gateway',
        proxyHosts: ['*.login.corp.example.com', 'a.login.corp.example.com'],
      },
    };
    const site = synthesizeEnvironment(environmentWith(changes, 'okta'))['corporate-network'];
    const text = String(resourceOf(site, 'aws_ssm_parameter', 'site-proxy-squid-conf').value);
    const admitted = [...text.matchAll(/^acl admitted dstdomain -n (\S+)$/gm)].map(([, name]) => name);
    expect(admitted).toEqual([
      '.console.aws.a2z.com',
      // and not a.login.corp.example.com: Squid refuses a name below a listed one
      '.login.corp.example.com',
      'cognito-idp.us-east-1.amazonaws.com',
      'corp.okta.com',
      'studio-access-example.auth.us-east-1.amazoncognito.com',
    ]);
  });
});
