import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireStateInPlace } from '../../../cli/state/check';
import { misplacedStates, questionOf, type ExpectedState } from '../../../cli/state/misplaced';
import { moveStates } from '../../../cli/state/move';
import { placeOf, type StatePlace } from '../../../cli/state/place';
import { runTerraform } from '../../../cli/terraform/terraform';
import { startStandIn, type StandIn } from '../../../lab/stand-in';

const stacks = ['network', 'identity'];

// a processor that is shared makes Terraform slow to start, and each move starts it a dozen times
jest.setTimeout(300_000);

describe('moving state with the real Terraform', () => {
  let standIn: StandIn;
  let variables: Record<string, string>;
  let project: string;
  let bucket: string;
  let count = 0;

  beforeAll(async () => {
    standIn = await startStandIn({ hostEnvironment: process.env });
    variables = {
      PATH: process.env.PATH ?? '',
      HOME: mkdtempSync(path.join(tmpdir(), 'studio-home-')),
      CHECKPOINT_DISABLE: '1',
      ...standIn.environment,
    };
  });
  afterAll(async () => {
    await standIn.stop();
    rmSync(variables.HOME ?? '', { recursive: true, force: true });
  });

  beforeEach(async () => {
    project = mkdtempSync(path.join(tmpdir(), 'studio-move-'));
    bucket = `states-${(count += 1)}`;
    await fetch(`${standIn.endpoint}/${bucket}`, { method: 'PUT', headers: authorization });
    mkdirSync(path.join(project, 'environments'));
    writeFileSync(path.join(project, 'environments', 'prod.json'), '{}');
  });
  afterEach(() => {
    rmSync(project, { recursive: true, force: true });
  });

  // moto takes the service from the credential's scope
  const authorization = {
    authorization:
      'AWS4-HMAC-SHA256 Credential=lab/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
  };

  const stackFolder = (stack: string) => path.join(project, 'cdktf.out', 'stacks', stack);
  const localFile = (stack: string) => path.join(project, 'state', 'prod', `${stack}.tfstate`);

  function backend(type: 'local' | 's3', stack: string): Record<string, object> {
    if (type === 'local') return { local: { path: `../../../state/prod/${stack}.tfstate` } };
    const key = `studio/prod/${stack}.tfstate`;
    return { s3: { bucket, key, region: 'us-east-1', encrypt: true, use_lockfile: true } };
  }

  function expecting(type: 'local' | 's3'): ExpectedState {
    const places = new Map(
      stacks.map((stack): [string, StatePlace] => {
        const place = placeOf(type, backend(type, stack)[type] ?? {}, stackFolder(stack));
        if (place === undefined) throw new Error('the test has a wrong place');
        return [stack, place];
      }),
    );
    return {
      projectFolder: project,
      outputFolder: path.join(project, 'cdktf.out'),
      environmentName: 'prod',
      places,
    };
  }

  /** Deploys a stack of one resource, whose configuration has the given backend, as `cdktf deploy` would. */
  async function apply(type: 'local' | 's3', stack: string, input = 'x'): Promise<void> {
    mkdirSync(stackFolder(stack), { recursive: true });
    const configuration = {
      terraform: { backend: backend(type, stack) },
      resource: { terraform_data: { a: { input } } },
      output: { id: { value: '${terraform_data.a.id}' } },
    };
    writeFileSync(path.join(stackFolder(stack), 'cdk.tf.json'), JSON.stringify(configuration));
    await terraform(stack, 'init', '-input=false');
    await terraform(stack, 'apply', '-auto-approve', '-input=false');
  }

  async function terraform(stack: string, ...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await runTerraform([...args, '-no-color'], {
      folder: stackFolder(stack),
      variables,
    });
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  }

  const idOf = (stack: string) => terraform(stack, 'output', '-raw', 'id');

  const move = (type: 'local' | 's3', lines: string[] = []) =>
    moveStates(expecting(type), {
      variables,
      time: new Date('2026-11-25T12:00:00.000Z'),
      onProgress: (line) => lines.push(line),
    });

  it('goes to S3 and back, and every deploy goes on with the same resources', async () => {
    await apply('local', 'network');
    await apply('local', 'identity');
    writeFileSync(`${localFile('network')}.backup`, '{}');
    const ids = [await idOf('network'), await idOf('identity')];
    expect(() => {
      requireStateInPlace(expecting('s3'));
    }).toThrow('npm run move-state');

    const lines: string[] = [];
    expect(await move('s3', lines)).toBe(2);
    expect(lines.join('\n')).toContain(
      `network: state/prod/network.tfstate → s3://${bucket}/studio/prod/network.tfstate in us-east-1: 1 resources`,
    );
    requireStateInPlace(expecting('s3'));
    const kept = path.join(project, 'state', 'prod', 'moved-to-s3-20261125T120000Z');
    expect(readdirSync(kept).sort()).toEqual([
      'identity.tfstate',
      'network.tfstate',
      'network.tfstate.backup',
    ]);
    expect(readdirSync(kept).map((name) => statSync(path.join(kept, name)).mode & 0o777)).toEqual([
      0o600, 0o600, 0o600,
    ]);
    for (const stack of stacks) await apply('s3', stack);
    expect([await idOf('network'), await idOf('identity')]).toEqual(ids);

    expect(() => {
      requireStateInPlace(expecting('local'));
    }).toThrow(`Terraform was last used here with s3://${bucket}/studio/prod/network.tfstate`);
    expect(await move('local')).toBe(2);
    requireStateInPlace(expecting('local'));
    expect(statSync(localFile('network')).mode & 0o777).toBe(0o600);
    for (const stack of stacks) await apply('local', stack);
    expect([await idOf('network'), await idOf('identity')]).toEqual(ids);

    // what S3 has kept is an earlier state of the same, which may be replaced
    await apply('local', 'network', 'changed');
    expect(await move('s3')).toBe(2);
    await apply('s3', 'network', 'changed');
    expect(await idOf('network')).toBe(ids[0]);
  });

  it('is repeated after an interruption at any step, and then complete', async () => {
    await apply('local', 'network');
    await apply('local', 'identity');
    const ids = [await idOf('network'), await idOf('identity')];
    // Terraform is asked for: init, pull, lock, init, pull, push, pull, pull, for each stack; for one that has been
    // copied before, all but push
    const interrupted: number[] = [];
    for (const allowed of [2, 5, 6, 8, 12, 14]) {
      const budget = path.join(project, 'budget');
      writeFileSync(budget, String(allowed));
      const program = path.join(project, 'terraform-with-an-end');
      writeFileSync(
        program,
        `#!/bin/sh\nleft=$(cat '${budget}')\n[ "$left" -gt 0 ] || exit 1\necho $((left - 1)) > '${budget}'\nexec terraform "$@"\n`,
        { mode: 0o755 },
      );
      await expect(
        moveStates(expecting('s3'), {
          variables: { ...variables, TERRAFORM_BINARY_NAME: program },
          time: new Date(),
          onProgress: () => undefined,
        }),
      ).rejects.toThrow('terraform');
      interrupted.push(allowed);
      expect(existsSync(localFile('network')) && existsSync(localFile('identity'))).toBe(true);
      expect(misplacedStates(questionOf(expecting('s3')))).toHaveLength(2);
    }
    expect(interrupted).toHaveLength(6);
    expect(await move('s3')).toBe(2);
    for (const stack of stacks) await apply('s3', stack);
    expect([await idOf('network'), await idOf('identity')]).toEqual(ids);
  });

  it('refuses to replace another state, and leaves both as they are', async () => {
    await apply('s3', 'network');
    const inS3 = await idOf('network');
    rmSync(path.join(stackFolder('network'), '.terraform'), { recursive: true });
    await apply('local', 'network');
    const before = readFileSync(localFile('network'), 'utf8');
    await expect(move('s3')).rejects.toThrow(/holds another state \(lineage .*Nothing has been replaced/);
    expect(readFileSync(localFile('network'), 'utf8')).toBe(before);
    rmSync(path.join(stackFolder('network'), '.terraform'), { recursive: true });
    await apply('s3', 'network');
    expect(await idOf('network')).toBe(inS3);
  });

  it('refuses while a deploy holds the lock of the state', async () => {
    await apply('local', 'network');
    const lock = path.join(project, 'lock.py');
    writeFileSync(
      lock,
      'import fcntl, sys, time\nf = open(sys.argv[1], "r+")\nfcntl.lockf(f, fcntl.LOCK_EX)\nopen(sys.argv[2], "w").close()\ntime.sleep(600)\n',
    );
    const ready = path.join(project, 'locked');
    const holder = execFileSync(
      'sh',
      ['-c', `python3 '${lock}' '${localFile('network')}' '${ready}' >/dev/null 2>&1 & echo $!`],
      { encoding: 'utf8' },
    ).trim();
    try {
      while (!existsSync(ready)) await new Promise((resolve) => setTimeout(resolve, 50));
      await expect(move('s3')).rejects.toThrow('Error acquiring the state lock');
      expect(existsSync(localFile('network'))).toBe(true);
    } finally {
      process.kill(Number(holder));
    }
    expect(await move('s3')).toBe(1);
  });

  it('refuses a state that may be of another environment, before anything is moved', async () => {
    await apply('local', 'identity');
    const stray = path.join(project, 'terraform.network.tfstate');
    writeFileSync(stray, readFileSync(localFile('identity')));
    await expect(move('s3')).rejects.toThrow('terraform.network.tfstate may be another');
    expect([existsSync(stray), existsSync(localFile('identity'))]).toEqual([true, true]);
  });
});
