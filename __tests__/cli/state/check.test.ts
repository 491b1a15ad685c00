import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireStateInPlace } from '../../../cli/state/check';
import { placeOf, type StatePlace } from '../../../cli/state/place';

const s3 = { bucket: 'states', region: 'eu-west-1' };
const local = (stack: string, environment = 'prod') => ({
  path: `../../../state/${environment}/${stack}.tfstate`,
});
const object = (stack: string, changes: object = {}) => ({
  ...s3,
  key: `studio/prod/${stack}.tfstate`,
  ...changes,
});

/** A state with some resources, as Terraform writes it. */
function state(resources: number): string {
  const managed = Array.from({ length: resources }, (_, index) => ({ mode: 'managed', name: `r${index}` }));
  return JSON.stringify({ version: 4, resources: [{ mode: 'data', name: 'current' }, ...managed] });
}

/** Terraform's record of the backend that a folder was initialized for. */
function record(type: string, config: object): string {
  return JSON.stringify({ version: 3, backend: { type, config: { ...config, profile: null }, hash: 1 } });
}

const recordOf = (stack: string) => `cdktf.out/stacks/${stack}/.terraform/terraform.tfstate`;

type Files = Readonly<Record<string, string>>;

describe('state before a synth', () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), 'studio-check-'));
    write({ 'environments/prod.json': '{}', 'environments/test.json': '{}' });
  });
  afterEach(() => {
    rmSync(project, { recursive: true, force: true });
  });

  function write(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(project, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }

  /** The message of the refusal, for stacks `network` and `identity` of `prod`; undefined if there is none. */
  function refusal(type: 'local' | 's3', files: Files, outputFolder = 'cdktf.out'): string | undefined {
    write(files);
    const output = path.join(project, outputFolder);
    const places = new Map(
      ['network', 'identity'].map((stack): [string, StatePlace] => {
        const settings =
          type === 's3' ? object(stack) : { path: path.join(project, `state/prod/${stack}.tfstate`) };
        const place = placeOf(type, settings, path.join(output, 'stacks', stack));
        if (place === undefined) throw new Error('the test has a wrong place');
        return [stack, place];
      }),
    );
    try {
      requireStateInPlace({ projectFolder: project, outputFolder: output, environmentName: 'prod', places });
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  const refused: [string, 'local' | 's3', Files, string[]][] = [
    [
      'local files, and the setting says S3',
      's3',
      { 'state/prod/network.tfstate': state(34) },
      [
        'network: state/prod/network.tfstate holds 34 resources, expected it in s3://states/studio/prod/network.tfstate in eu-west-1',
        'npm run move-state -- --env prod',
      ],
    ],
    [
      'local files, although Terraform has been initialized for S3',
      's3',
      { 'state/prod/network.tfstate': state(1), [recordOf('network')]: record('s3', object('network')) },
      ['state/prod/network.tfstate holds 1 resource,'],
    ],
    [
      'S3, and the setting says local',
      'local',
      { [recordOf('network')]: record('s3', object('network')) },
      [
        'Terraform was last used here with s3://states/studio/prod/network.tfstate',
        'state/prod/network.tfstate',
      ],
    ],
    [
      'S3, and local files of an earlier time',
      'local',
      { 'state/prod/network.tfstate': state(3), [recordOf('network')]: record('s3', object('network')) },
      ['Terraform was last used here with s3://states/studio/prod/network.tfstate'],
    ],
    ...(
      [
        ['bucket', { bucket: 'other' }],
        ['region', { region: 'us-east-1' }],
        ['prefix', { key: 'other/prod/network.tfstate' }],
      ] as const
    ).map(([what, changes]): [string, 'local' | 's3', Files, string[]] => [
      `another ${what} of S3`,
      's3',
      { [recordOf('network')]: record('s3', object('network', changes)) },
      ['Terraform was last used here with s3://', 'npm run move-state -- --env prod'],
    ]),
    [
      'where Terraform puts state without being told',
      'local',
      { 'terraform.network.tfstate': state(2) },
      ['terraform.network.tfstate holds 2 resources', 'move that file to state/prod/network.tfstate'],
    ],
    [
      'S3, deployed from another output folder, and the setting says local',
      'local',
      {
        'out2/.synth/manifest.json': JSON.stringify({
          project: 'sagemaker-studio-private-access',
          format: 1,
          environment: 'prod',
          files: {},
        }),
        'out2/stacks/network/.terraform/terraform.tfstate': record('s3', object('network')),
      },
      ['Terraform was last used here with s3://states/studio/prod/network.tfstate'],
    ],
    [
      'another workspace of Terraform is selected',
      'local',
      {
        'state/prod/network.tfstate': state(34),
        'cdktf.out/stacks/network/.terraform/environment': 'blue\n',
      },
      ['network: the workspace blue is selected', 'workspace select default'],
    ],
    [
      'S3 state of an environment whose file is gone, in an output folder of its own',
      'local',
      {
        'out2/.synth/manifest.json': JSON.stringify({
          project: 'sagemaker-studio-private-access',
          format: 1,
          environment: 'production',
          files: {},
        }),
        'out2/stacks/network/.terraform/terraform.tfstate': record(
          's3',
          object('network', { key: 'studio/production/network.tfstate' }),
        ),
      },
      ['s3://states/studio/production/network.tfstate', 'environments/production.json is gone'],
    ],
    [
      'a state that was cut off while it was written',
      'local',
      { 'state/prod/network.tfstate': '', 'state/prod/network.tfstate.backup': state(34) },
      [
        'network: state/prod/network.tfstate is missing or empty',
        'network.tfstate.backup holds 34 resources',
      ],
    ],
    [
      "in the stack's folder",
      'local',
      { 'cdktf.out/stacks/network/terraform.tfstate.d/x/terraform.tfstate': state(2) },
      ['stacks/network/terraform.tfstate.d/x/terraform.tfstate holds 2 resources', 'otherwise move it out'],
    ],
    [
      'moved to S3 once, which nothing else here remembers',
      'local',
      { 'state/prod/moved-to-s3-20261125T000000Z/network.tfstate': state(34) },
      [
        'network: moved to S3 at the time in the name of state/prod/moved-to-s3-20261125T000000Z',
        'If the deployment is destroyed, remove state/prod/moved-to-s3-20261125T000000Z',
      ],
    ],
    [
      'one of two stacks moved to S3 once',
      'local',
      {
        'state/prod/moved-to-s3-20261125T000000Z/network.tfstate': state(34),
        'state/prod/identity.tfstate': state(6),
      },
      ['network: moved to S3 at the time in the name of'],
    ],
    [
      'S3 state of an output folder deep in the project',
      'local',
      {
        'build/prod/out/.synth/manifest.json': '{}',
        'build/prod/out/stacks/network/.terraform/terraform.tfstate': record('s3', object('network')),
      },
      ['network: Terraform was last used here with s3://states/studio/prod/network.tfstate'],
    ],
    [
      "S3 state of an earlier version's output folder",
      'local',
      {
        'out/manifest.json': '{}',
        'out/stacks/network/.terraform/terraform.tfstate': record('s3', object('network')),
      },
      ['network: Terraform was last used here with s3://states/studio/prod/network.tfstate'],
    ],
    [
      'a file that cannot be understood',
      's3',
      { 'state/prod/network.tfstate': 'encrypted' },
      ['state/prod/network.tfstate is not a valid state'],
    ],
    [
      'an environment whose file is gone, this one being new',
      'local',
      { 'state/production/network.tfstate': state(34), 'state/production/identity.tfstate': state(6) },
      [
        'state/production holds 40 resources, and environments/production.json is gone',
        'back to production.json',
        'move state/production out of state/',
      ],
    ],
    [
      'S3 state of an environment whose file is gone',
      's3',
      {
        [recordOf('network')]: record('s3', object('network', { key: 'studio/production/network.tfstate' })),
      },
      ['s3://states/studio/production/network.tfstate', 'environments/production.json is gone'],
    ],
  ];

  it.each(refused)('is refused: %s', (_, type, files, expected) => {
    const message = refusal(type, files);
    expect(message).toContain('the state of prod is not where environments/prod.json says');
    for (const text of expected) expect(message).toContain(text);
  });

  it('is refused also where links lead to it', () => {
    write({ 'elsewhere/network.tfstate': state(5), 'others/old/network.tfstate': state(6) });
    mkdirSync(path.join(project, 'state', 'prod'), { recursive: true });
    symlinkSync(
      path.join(project, 'elsewhere', 'network.tfstate'),
      path.join(project, 'state', 'prod', 'network.tfstate'),
    );
    expect(refusal('s3', {})).toContain('network.tfstate holds 5 resources');
    rmSync(path.join(project, 'state', 'prod'), { recursive: true });
    symlinkSync(path.join(project, 'others', 'old'), path.join(project, 'state', 'old'));
    expect(refusal('local', {})).toContain('state/old holds 6 resources');
  });

  it('is looked for without being held up by what else is in the project', () => {
    symlinkSync('circle', path.join(project, 'circle'));
    symlinkSync('.', path.join(project, 'itself'));
    mkdirSync(path.join(project, 'other', '.synth'), { recursive: true });
    execFileSync('mkfifo', [path.join(project, 'other', '.synth', 'manifest.json')]);
    expect(refusal('local', {})).toBeUndefined();
  });

  it('is refused where an earlier version put it, beside another output folder', () => {
    const message = refusal('local', { 'elsewhere/state/prod/network.tfstate': state(5) }, 'elsewhere/out');
    expect(message).toContain('elsewhere/state/prod/network.tfstate holds 5 resources');
    expect(message).toContain('npm run move-state -- --env prod');
  });

  it('is refused with every state that is elsewhere', () => {
    const message = refusal('s3', {
      'state/prod/network.tfstate': state(34),
      'state/prod/identity.tfstate': state(6),
    });
    expect(message?.match(/holds \d+ resources/g)).toEqual(['holds 34 resources', 'holds 6 resources']);
  });

  const accepted: [string, 'local' | 's3', Files][] = [
    ['nothing anywhere', 'local', {}],
    ['nothing anywhere, for S3', 's3', {}],
    ['local files in their place', 'local', { 'state/prod/network.tfstate': state(34) }],
    [
      'local files, and the record of it',
      'local',
      { 'state/prod/network.tfstate': state(34), [recordOf('network')]: record('local', local('network')) },
    ],
    ['S3 as before', 's3', { [recordOf('network')]: record('s3', object('network')) }],
    [
      'S3 as before, with another key of KMS',
      's3',
      { [recordOf('network')]: record('s3', object('network', { kms_key_id: 'alias/x' })) },
    ],
    [
      'local files without resources',
      's3',
      { 'state/prod/network.tfstate': state(0), 'state/prod/identity.tfstate': '' },
    ],
    [
      'files kept after a move',
      's3',
      { 'state/prod/moved-to-s3-20261125T000000Z/network.tfstate': state(34) },
    ],
    ['another environment that has its file', 'local', { 'state/test/network.tfstate': state(34) }],
    [
      "another environment's record",
      'local',
      { [recordOf('network')]: record('local', local('network', 'test')) },
    ],
    [
      'an environment whose file is gone, this one having a state',
      'local',
      { 'state/production/network.tfstate': state(34), 'state/prod/identity.tfstate': state(6) },
    ],
    [
      'files kept after a move, and local files since then',
      'local',
      {
        'state/prod/moved-to-s3-20261125T000000Z/network.tfstate': state(34),
        'state/prod/network.tfstate': state(34),
      },
    ],
    [
      'files kept after a move, and local files that Terraform has emptied since then',
      'local',
      {
        'state/prod/moved-to-s3-20261125T000000Z/network.tfstate': state(34),
        'state/prod/network.tfstate': state(0),
      },
    ],
    ['a record that says nothing', 'local', { [recordOf('network')]: '{}' }],
  ];

  it.each(accepted)('is accepted: %s', (_, type, files) => {
    expect(refusal(type, files)).toBeUndefined();
  });
});
