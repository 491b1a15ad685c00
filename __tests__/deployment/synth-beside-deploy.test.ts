import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { typescript } from '../../cli/run-typescript';
import { listResources, startStandIn, type StandIn } from '../../lab/stand-in';
import { providerVariables } from '../../lab/terraform/provider-mirror';
import { exampleWith } from '../../test-support/environments';
import { useSmallApp } from '../../test-support/output/small-app';
import type { Ended } from '../../lab/shared/run-to-end';
import { ProjectCopy } from '../../test-support/project-copy';

jest.setTimeout(900_000);

const cdktf = path.join('node_modules', '.bin', 'cdktf');
const common = { CHECKPOINT_DISABLE: '1', NO_COLOR: '1', CI: '1' };

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly input?: { readonly value: string } } }[];
  }[];
}

/** Runs a deployment, and a synth as soon as Terraform works. */
async function besides(
  deploy: () => Promise<Ended>,
  isWorking: () => boolean,
  synth: () => Promise<Ended>,
): Promise<{ deployed: Ended; synthesized: Ended }> {
  const end = new AbortController();
  const deployment = deploy().finally(() => {
    end.abort();
  });
  while (!isWorking() && !end.signal.aborted) await setTimeout(20);
  const synthesized = await synth();
  return { deployed: await deployment, synthesized };
}

describe('a synth that would change the output of a running deploy', () => {
  const project = new ProjectCopy();
  beforeAll(() => {
    useSmallApp(project);
    mkdirSync(project.path('account'));
  });
  afterAll(() => {
    project.remove();
  });

  const variables = (resources: readonly string[]) => ({ ...common, RESOURCES: resources.join() });
  const lockRecord = project.path('state', 'example', '.small.tfstate.lock.info');

  it('is refused, every time; the state then equals the account', async () => {
    for (let round = 0; round < 3; round += 1) {
      const wanted = [`always`, `round-${round}`];
      rmSync(project.path('go'), { force: true });
      const { deployed, synthesized } = await besides(
        () =>
          project.execute(
            cdktf,
            ['deploy', 'small', '--auto-approve', '--skip-provider-lock'],
            variables(wanted),
          ),
        () => existsSync(lockRecord),
        async () => {
          const synthesized = await project.execute(
            process.execPath,
            [...typescript, 'main.ts'],
            variables(['another']),
          );
          writeFileSync(project.path('go'), '');
          return synthesized;
        },
      );
      expect({ round, ...deployed }).toMatchObject({ round, exitCode: 0 });
      expect({ round, ...synthesized }).toMatchObject({ round, exitCode: 1, stdout: '' });
      expect(synthesized.stderr).toMatch(
        /^cdktf deploy \(process \d+, since \S+\) uses \S+, and this synth would change/,
      );
      const state = JSON.parse(project.read('state', 'example', 'small.tfstate')) as State;
      expect(state.resources.map(({ instances }) => instances[0]?.attributes.input?.value).sort()).toEqual(
        wanted,
      );
      expect(readdirSync(project.path('account')).sort()).toEqual(wanted);
    }
    expect(
      await project.execute(process.execPath, [...typescript, 'main.ts'], variables(['another'])),
    ).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });
});

describe('a synth of another environment beside a deploy into the stand-in', () => {
  const project = new ProjectCopy();
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-beside-'));
  let standIn: StandIn;
  let variables: Record<string, string>;
  beforeAll(async () => {
    standIn = await startStandIn({ hostEnvironment: process.env, accountId: '111122223333' });
    variables = {
      ...standIn.environment,
      ...providerVariables(folder, process.env),
      ...common,
      STUDIO_ENV: 'example',
    };
  });
  afterAll(async () => {
    await standIn.stop();
    project.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is refused, and has a folder of its own to go to', async () => {
    project.writeEnvironment('second', exampleWith({ 'studio.users': ['carol'] }));
    const synth = (more: Readonly<Record<string, string>> = {}) =>
      project.execute(process.execPath, [...typescript, 'main.ts', '--env', 'second'], {
        ...variables,
        ...more,
      });
    const { deployed, synthesized } = await besides(
      () =>
        project.execute(cdktf, ['deploy', 'identity', '--auto-approve', '--skip-provider-lock'], variables),
      () => existsSync(project.path('state', 'example', '.identity.tfstate.lock.info')),
      synth,
    );
    expect(deployed).toMatchObject({ exitCode: 0 });
    expect(synthesized).toMatchObject({ exitCode: 1, stdout: '' });
    expect(synthesized.stderr).toContain('it is in use for the environment example');
    expect(await synth({ CDKTF_OUTDIR: 'cdktf.out.second' })).toMatchObject({ exitCode: 0, stderr: '' });
    const state = JSON.parse(project.read('state', 'example', 'identity.tfstate')) as State;
    const managed = state.resources
      .filter(({ mode }) => mode === 'managed')
      .map(({ type, name }) => `${type} ${name}`);
    expect(managed).toEqual(
      expect.arrayContaining(['aws_cognito_user login', 'aws_cognito_user_pool user-pool']),
    );
    expect((await listResources(standIn)).filter((resource) => resource.startsWith('cognito'))).not.toEqual(
      [],
    );
  });

  it('can be deployed from that folder, with the command that the message names', async () => {
    const args = [
      'deploy',
      'identity',
      '--output',
      'cdktf.out.second',
      '--auto-approve',
      '--skip-provider-lock',
    ];
    const result = await project.execute(cdktf, args, { ...variables, STUDIO_ENV: 'second' });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(existsSync(project.path('state', 'second', 'identity.tfstate'))).toBe(true);
  });
});
