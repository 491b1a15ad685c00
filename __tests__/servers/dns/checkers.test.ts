import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { customDomain } from '../../../test-support/dns/custom-domain';
import { environmentWith, variants } from '../../../test-support/environments';

const environments: Record<string, Readonly<Record<string, unknown>>> = {
  example: {},
  ...variants,
  'custom domain': customDomain,
  'region-wide zone': { 'dns.apiZone': 'region' },
};

describe.each(Object.entries(environments))('the files for the environment: %s', (_, changes) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-checkers-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const accepts = (program: string, ...args: string[]) => {
    // Debian keeps servers in folders of root's path only
    const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` };
    expect(() => execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', env })).not.toThrow();
  };

  it.each([
    ['before deployment', undefined],
    ['after deployment', 'a1b2c3d4e5'],
  ])('pass the checkers of BIND, Unbound and dnsmasq %s', (_when, apiId) => {
    const environment = environmentWith(changes);
    const files = dnsFiles(forwardingOf(environment, apiId === undefined ? {} : { apiId }));
    const zones = write('named.conf', files['named.conf']);
    accepts('named-checkconf', zones);
    const options = write('validate-except.conf', files['validate-except.conf']);
    const own = write('own.conf', `options { recursion yes; include "${options}"; };\ninclude "${zones}";\n`);
    accepts('named-checkconf', own);
    accepts('unbound-checkconf', write('unbound.conf', files['unbound.conf']));
    accepts('dnsmasq', '--test', `--conf-file=${write('dnsmasq.conf', files['dnsmasq.conf'])}`);
  });
});
