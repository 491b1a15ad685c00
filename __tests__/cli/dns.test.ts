import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { typescript } from '../../cli/run-typescript';
import { startStandIn, type StandIn } from '../../lab/stand-in';
import { dnsFiles } from '../../dns/files';
import { forwardingOf } from '../../dns/deployment';
import { environmentWith, exampleFile, exampleWith } from '../../test-support/environments';
import { ProjectCopy } from '../../test-support/project-copy';

const apiId = 'a1b2c3d4e5';
const apiReference = 'aws_api_gateway_rest_api.api.id';
const s3State = { type: 's3', bucket: 'example-state', region: 'us-east-1', keyPrefix: 'studio' };
const finished = dnsFiles(forwardingOf(environmentWith(), { apiId }));

interface Stack {
  readonly terraform: { backend: unknown; required_version: unknown };
  readonly output: Record<string, unknown>;
}

describe('npm run dns', () => {
  const project = new ProjectCopy();
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startStandIn({ hostEnvironment: process.env });
    await fetch(`${standIn.endpoint}/example-state`, { method: 'PUT' });
  });
  afterAll(async () => {
    await standIn.stop();
    project.remove();
  });

  const run = (program: string, args: string[]) => project.execute(program, args, { ...standIn.environment });
  const terraformIn = (folder: string, ...args: string[]) => run('terraform', [`-chdir=${folder}`, ...args]);
  const dns = (...args: string[]) => run(process.execPath, [...typescript, 'cli/dns.ts', ...args]);
  /** Synthesis refuses a folder whose files a test has changed, or that another environment uses. */
  const synthAnew = (name: string) => {
    rmSync(project.path('cdktf.out'), { recursive: true, force: true });
    return project.synth(name);
  };

  /** Deploys the outputs of a stack with real Terraform: the API is a value that Terraform learns when it applies. */
  const deployOutputs = async (stack: string, names: readonly string[], id: string = apiId) => {
    const folder = project.path('cdktf.out', 'stacks', stack);
    const file = path.join(folder, 'cdk.tf.json');
    const { terraform, output } = JSON.parse(readFileSync(file, 'utf8')) as Stack;
    const reduced = {
      terraform: { backend: terraform.backend, required_version: terraform.required_version },
      resource: { terraform_data: { api: { input: id } } },
      output: Object.fromEntries(names.map((name) => [name, output[name]])),
    };
    writeFileSync(file, JSON.stringify(reduced).replaceAll(apiReference, 'terraform_data.api.output'));
    expect(await terraformIn(folder, 'init', '-input=false')).toMatchObject({ exitCode: 0 });
    return terraformIn(folder, 'apply', '-auto-approve', '-input=false', '-no-color');
  };

  describe.each([
    ['local', undefined],
    ['S3', s3State],
  ])('with %s state', (_, state) => {
    const name = state ? 'in-s3' : 'in-files';
    const named = (text: string) => text.replaceAll('environment example', `environment ${name}`);

    beforeAll(() => {
      project.writeEnvironment(name, state ? exampleWith({ state }) : exampleFile());
      expect(synthAnew(name)).toMatchObject({ exitCode: 0 });
    });

    it('fails before there is a deployment, and writes nothing', async () => {
      const { exitCode, stderr } = await dns('--env', name);
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('output api_id of stack private-api: got nothing') as unknown,
      });
      expect(existsSync(project.path('cdktf.out', 'dns-deployed'))).toBe(false);
    });

    it('writes what Terraform composed, byte for byte, and the files of the other servers', async () => {
      expect(await deployOutputs('network', ['resolver_addresses'])).toMatchObject({ exitCode: 0 });
      expect(await deployOutputs('private-api', ['api_id', 'named_conf'])).toMatchObject({ exitCode: 0 });
      expect(await dns('--env', name)).toMatchObject({ exitCode: 0, stderr: '' });
      for (const [file, content] of Object.entries(finished)) {
        expect(project.read('cdktf.out', 'dns-deployed', file)).toBe(named(content));
      }
      const stack = project.path('cdktf.out', 'stacks', 'private-api');
      const output = await terraformIn(stack, 'output', '-raw', 'named_conf');
      expect(output.stdout).toBe(project.read('cdktf.out', 'dns-deployed', 'named.conf'));
    });

    it('writes into the folder that --out names, also over files of its own', async () => {
      expect(await dns('--env', name, '--out', `for-the-dns-team-${name}`)).toMatchObject({ exitCode: 0 });
      expect(project.read(`for-the-dns-team-${name}`, 'named.conf')).toBe(named(finished['named.conf']));
    });

    it('refuses the folder that synth writes', async () => {
      const { exitCode, stderr } = await dns('--env', name, '--out', 'cdktf.out/dns');
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/--out: got .*dns, expected another folder: npm run synth writes that one/);
    });

    it("replaces no file of the DNS server's own", async () => {
      const folder = project.path(`etc-bind-${name}`);
      mkdirSync(folder);
      for (const file of ['named.conf', 'named.conf.options'])
        writeFileSync(path.join(folder, file), '// Debian\n');
      const { exitCode, stdout, stderr } = await dns('--env', name, '--out', folder);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain('nothing has been changed: named.conf\n');
      expect(readdirSync(folder).sort()).toEqual(['named.conf', 'named.conf.options']);
    });

    it('refuses an output folder that is unfinished, and an empty --out', async () => {
      const journal = project.path('cdktf.out', '.synth', 'journal.json');
      writeFileSync(journal, '{}');
      expect((await dns('--env', name)).stderr).toContain('is unfinished, because a synth was interrupted');
      rmSync(journal);
      expect(await dns('--env', name, '--out', '')).toMatchObject({
        exitCode: 1,
        stderr: '--out: got "", expected a folder\n',
      });
    });
  });

  it('fails when the output folder holds another environment', async () => {
    expect(await dns('--env', 'in-files')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /holds the environment in-s3, expected in-files: run npm run synth/,
      ) as unknown,
    });
  });

  it('fails for an unknown environment, and lists those that exist', async () => {
    expect(await dns('--env', 'nowhere')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        'expected one of the files in environments/: adfs, china, entra-id, entra-saml, example, first-use, in-files, in-s3, keycloak',
      ) as unknown,
    });
  });

  it('is not needed to trust the id: Terraform refuses one that would not stand in a name', async () => {
    const result = await deployOutputs('private-api', ['api_id', 'named_conf'], 'x\\"; }; //');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('the id of the API must be lower-case letters and digits');
  });

  it("synth alone leaves the API's zone out and says so", () => {
    expect(synthAnew('in-s3')).toMatchObject({ exitCode: 0 });
    const namedConf = project.read('cdktf.out', 'dns', 'named.conf');
    expect(namedConf).toBe(dnsFiles(forwardingOf({ ...environmentWith(), name: 'in-s3' }))['named.conf']);
    expect(namedConf).toContain('NOT FINAL');
    expect(namedConf).not.toContain('zone "x');
  });

  it('synth warns on the error output about the region-wide zone, and succeeds', async () => {
    project.writeEnvironment('wide', exampleWith({ 'dns.apiZone': 'region' }));
    const { exitCode, stdout, stderr } = await run(process.execPath, [
      ...typescript,
      'main.ts',
      '--env',
      'wide',
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toMatch(/^warning: environment wide sets dns\.apiZone to "region"/);
  });
});
