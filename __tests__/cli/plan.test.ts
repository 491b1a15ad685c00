import { spawn } from 'node:child_process';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { typescript } from '../../cli/run-typescript';
import { createTransitGateway, startStandIn, type StandIn } from '../../lab/stand-in';
import { providerVariables } from '../../lab/terraform/provider-mirror';
import type { Ended } from '../../lab/shared/run-to-end';
import { ProjectCopy } from '../../test-support/project-copy';

// every plan loads the AWS provider
jest.setTimeout(600_000);

describe('npm run plan, with the real Terraform and AWS provider', () => {
  const project = new ProjectCopy();
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-plan-'));
  let standIn: StandIn;
  let variables: Record<string, string>;

  beforeAll(async () => {
    standIn = await startStandIn({ hostEnvironment: process.env, accountId: '111122223333' });
    await createTransitGateway(standIn, 'tgw-0123456789abcdef0');
    variables = {
      ...standIn.environment,
      ...providerVariables(folder, process.env),
      CHECKPOINT_DISABLE: '1',
      STUDIO_ENV: 'example',
    };
  });
  afterAll(async () => {
    await standIn.stop();
    project.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const plan = (...args: string[]): Promise<Ended> =>
    project.execute(process.execPath, [...typescript, 'cli/plan.ts', ...args], variables);
  const terraform = (stack: string, ...args: string[]): Promise<Ended> =>
    project.execute(
      'terraform',
      [`-chdir=${project.path('cdktf.out', 'stacks', stack)}`, ...args, '-no-color'],
      variables,
    );

  it('plans all stacks of a new environment, and says which have to wait for which', async () => {
    const { exitCode, stdout, stderr } = await plan('--env', 'example');
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    expect(stdout).toContain('# aws_vpc.vpc will be created');
    const table = stdout.slice(stdout.lastIndexOf('stack ')).trim().split('\n');
    expect(table).toEqual([
      expect.stringMatching(/^stack +add +change +destroy +result$/) as string,
      expect.stringMatching(/^network +\d+ +0 +0 +changes$/) as string,
      expect.stringMatching(/^identity +\d+ +0 +0 +changes$/) as string,
      expect.stringMatching(/^studio +cannot be planned yet: network is not deployed yet$/) as string,
      expect.stringMatching(/^private-api +cannot be planned yet: .*network is not deployed yet/) as string,
    ]);
  });

  it('saves a plan for its owner only, which Terraform applies; then there is nothing to change', async () => {
    const plans = path.join(folder, "the team's plans");
    const { exitCode, stdout } = await plan('--out', plans, 'identity');
    expect(exitCode).toBe(2);
    const file = path.join(plans, 'example-identity.tfplan');
    expect([plans, file].map((name) => (statSync(name).mode & 0o777).toString(8))).toEqual(['700', '600']);
    expect(stdout).toContain(`/identity apply '${file.replace("'", "'\\''")}'`);
    expect(await terraform('identity', 'apply', '-input=false', file)).toMatchObject({ exitCode: 0 });

    const again = await plan('--out', plans, 'identity');
    expect(again).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('nothing to change') as string,
    });
  });

  it('names the setting behind a refusal, saves nothing, and ends with 1', async () => {
    await terraform('identity', 'taint', 'aws_cognito_user_pool.user-pool');
    const plans = path.join(folder, 'refused');
    const { exitCode, stdout, stderr } = await plan('--out', plans, 'identity');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Instance cannot be destroyed');
    expect(stdout).toMatch(/^aws_cognito_user_pool\.user-pool: identity: .*"protectFromDestroy": false/m);
    expect(stdout).toContain('failed: would destroy protected resources: aws_cognito_user_pool.user-pool');
    expect(readdirSync(plans)).toEqual([]);

    // a plan that has been reviewed stays, and nothing is written where a link leads
    const reviewed = path.join(plans, 'reviewed');
    writeFileSync(reviewed, 'reviewed');
    symlinkSync(reviewed, path.join(plans, 'example-identity.tfplan'));
    expect(await plan('--out', plans, 'identity')).toMatchObject({ exitCode: 1 });
    expect(readdirSync(plans).sort()).toEqual(['example-identity.tfplan', 'reviewed']);
    expect(readFileSync(path.join(plans, 'example-identity.tfplan'), 'utf8')).toBe('reviewed');

    await terraform('identity', 'untaint', 'aws_cognito_user_pool.user-pool');
    expect(await plan('--out', plans, 'identity')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(reviewed, 'utf8')).toBe('reviewed');
    expect(lstatSync(path.join(plans, 'example-identity.tfplan')).isFile()).toBe(true);
  });

  it("leaves the secret of a federated pool's client in the saved plan and the state, for their owner, and nowhere else", async () => {
    const federated = new ProjectCopy('federated');
    const secret = 'a-client-secret-of-this-test-only';
    const withSecret = { ...variables, TF_VAR_identity_provider_client_secret: secret };
    const planAgain = () =>
      federated.execute(
        process.execPath,
        [...typescript, 'cli/plan.ts', '--env', 'ping', '--out', 'plans', 'identity'],
        withSecret,
      );
    const inStack = (...args: string[]) =>
      federated.execute(
        'terraform',
        [`-chdir=${federated.path('cdktf.out', 'stacks', 'identity')}`, ...args],
        withSecret,
      );
    try {
      const planFile = federated.path('plans', 'ping-identity.tfplan');
      const planned = await planAgain();
      expect(planned).toMatchObject({ exitCode: 2 });
      const applied = await inStack('apply', '-input=false', '-no-color', planFile);
      expect(applied).toMatchObject({ exitCode: 0 });
      const unchanged = await planAgain();
      expect(unchanged).toMatchObject({ exitCode: 0 });

      const printed = [planned, applied, unchanged].map(({ stdout, stderr }) => stdout + stderr);
      expect(printed.filter((text) => text.includes(secret))).toEqual([]);
      const places = ['plans/ping-identity.tfplan', 'state/ping/identity.tfstate'];
      expect(filesWith(secret, federated.folder)).toEqual(places);
      expect(
        [...places, 'plans', 'state/ping'].map((name) =>
          (statSync(federated.path(name)).mode & 0o777).toString(8),
        ),
      ).toEqual(['600', '600', '700', '700']);
      // and what Terraform makes of them
      expect((await inStack('show', '-json', planFile)).stdout).toContain(secret);
      expect((await inStack('show', '-json')).stdout).toContain(secret);
      expect((await inStack('show', '-no-color')).stdout).not.toContain(secret);
    } finally {
      federated.remove();
    }
  });

  it.each([
    [['nonsense'], 'STACK: got "nonsense", expected network, identity, studio, private-api'],
    [['--out', ''], '--out: got ""'],
    [['--output', 'x'], 'expected npm run plan [-- --env NAME] [--out FOLDER] [STACK…]'],
    [
      ['--env', 'prod'],
      '--env: got "prod", expected one of the files in environments/: adfs, china, entra-id, entra-saml, example,',
    ],
  ])('refuses %j with exit code 1', async (args, expected) => {
    const { exitCode, stderr } = await plan(...args);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining(expected) as string,
    });
  });

  it('ends Terraform when it is interrupted, however often the signal comes', async () => {
    const child = spawn(process.execPath, [...typescript, 'cli/plan.ts', 'network'], {
      cwd: project.folder,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    child.stderr.resume();
    child.stdout.on('data', (chunk: Buffer) => {
      const begun = printed.includes('== network');
      printed += chunk.toString();
      if (begun || !printed.includes('== network')) return;
      // from the terminal, and from npm, which passes it on
      setTimeout(() => {
        child.kill('SIGINT');
        child.kill('SIGINT');
      }, 1500);
    });
    // as in a shell: between two programs, the signal ends the command itself
    const exitCode = await new Promise((resolve) =>
      child.once('close', (code, signal) => {
        resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
      }),
    );
    expect(exitCode).toBe(130);
    expect(processesIn(project.folder)).toEqual([]);
  });
});

/** The files below a folder that hold a text, also within zip files; without those that Terraform has downloaded. */
function filesWith(text: string, folder: string, name = ''): string[] {
  return readdirSync(path.join(folder, name), { withFileTypes: true })
    .flatMap((entry) => {
      const inside = path.posix.join(name, entry.name);
      if (entry.isDirectory()) return entry.name === '.terraform' ? [] : filesWith(text, folder, inside);
      if (!entry.isFile()) return [];
      const bytes = readFileSync(path.join(folder, inside));
      const parts = bytes.subarray(0, 2).toString() === 'PK' ? Object.values(unzipSync(bytes)) : [bytes];
      return parts.some((part) => Buffer.from(part).includes(text)) ? [inside] : [];
    })
    .toSorted();
}

/** Programs that run in a folder or below it. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isThere = readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
        return isThere ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        // it ended between being listed and now
        return [];
      }
    });
}
