import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf } from '../../../../cli/failure';
import { writeOutput } from '../../../../cli/output/write-output';
import { asOrdinaryUser, itAsRoot } from '../../../../test-support/users';
import { appOf, contentOf, outputOf, versions, type Version } from '../../../../test-support/output/fake-app';

const root = mkdtempSync(path.join(tmpdir(), 'studio-hostile-'));
const home = path.join(root, 'home');
const project = path.join(home, 'project');
const elsewhere = path.join(home, 'elsewhere');
const inProject = (...parts: string[]) => path.join(project, ...parts);

/** A home folder with a project, its state, and things of other people. */
beforeEach(() => {
  rmSync(home, { recursive: true, force: true });
  for (const [file, content] of Object.entries({
    'project/package.json': '{}',
    'project/main.ts': 'main',
    'project/.git/HEAD': 'ref',
    'project/stacks/network-stack.ts': 'source',
    'project/dns/bind.ts': 'source',
    'project/dist/handlers/authorizer/index.mjs': 'bundle',
    'project/environments/example.json': '{}',
    'project/node_modules/zod/index.js': 'package',
    'project/state/example/network.tfstate': '{"state":true}',
    'elsewhere/letter.txt': 'dear',
    'elsewhere/stacks/api/notes.txt': 'notes of somebody',
  })) {
    mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
    writeFileSync(path.join(home, file), content);
  }
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function synthesize(folder: string, version: Version = 'new', environment = 'example'): void {
  writeOutput({ folder, environment, projectFolder: project }, appOf(versions[version]));
}

/** Puts a file, with its folders, where a person would put it. */
function put(file: string, content = 'mine'): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const out = inProject('cdktf.out');
const put1 = (file: string) => () => {
  synthesize(out, 'old');
  put(path.join(out, file));
};

/** What is there → the folder that synthesis is to write to → why it does not. */
const refused: [string, () => void, string, string][] = [
  ['the project itself', () => undefined, project, "it is the project's own folder"],
  ['the project, through ..', () => undefined, inProject('stacks', '..'), "it is the project's own folder"],
  ['the folder around it', () => undefined, home, 'or contains it'],
  ['the whole disk', () => undefined, '/', 'or contains it'],
  ['the stacks', () => undefined, inProject('stacks'), 'network-stack.ts'],
  ['the DNS sources', () => undefined, inProject('dns'), 'bind.ts'],
  ['the environments', () => undefined, inProject('environments'), 'example.json'],
  ['the bundles', () => undefined, inProject('dist'), 'handlers'],
  ['the state', () => undefined, inProject('state'), "it is the project's folder state/"],
  [
    'a new folder in the state',
    () => undefined,
    inProject('state', 'out'),
    "it is the project's folder state/",
  ],
  [
    'the state, which does not exist yet',
    () => {
      rmSync(inProject('state'), { recursive: true });
    },
    inProject('state'),
    "it is the project's folder state/",
  ],
  ['a new folder among the packages', () => undefined, inProject('node_modules', 'out'), 'node_modules/'],
  ['a new folder in the repository', () => undefined, inProject('.git', 'out'), '.git/'],
  [
    "somebody's files",
    () => undefined,
    elsewhere,
    'it holds files that synth did not write (letter.txt, stacks)',
  ],
  ["somebody's stacks alone", () => undefined, path.join(elsewhere, 'stacks'), 'did not write (api)'],
  ['a file', () => undefined, path.join(elsewhere, 'letter.txt'), 'it is a file, not a folder'],
  [
    'a folder below a file',
    () => undefined,
    path.join(elsewhere, 'letter.txt', 'out'),
    'a part of its path is not a folder',
  ],
  ['a folder whose parent is missing', () => undefined, path.join(elsewhere, 'no', 'out'), 'create it first'],
  [
    'a link to a file',
    () => {
      symlinkSync(path.join(elsewhere, 'letter.txt'), out);
    },
    out,
    'it is a link to something that is not a folder',
  ],
  [
    'a link to nothing',
    () => {
      symlinkSync(path.join(root, 'nowhere'), out);
    },
    out,
    'it is a link that leads to nothing',
  ],
  [
    'a link to the project',
    () => {
      symlinkSync(project, path.join(elsewhere, 'link'));
    },
    path.join(elsewhere, 'link'),
    "it is the project's own folder",
  ],
  [
    'a link to the state',
    () => {
      symlinkSync(inProject('state'), out);
    },
    out,
    "it is the project's folder state/",
  ],
  [
    "a link to somebody's folder",
    () => {
      symlinkSync(elsewhere, out);
    },
    out,
    'did not write',
  ],
  [
    'a pipe',
    () => {
      execFileSync('mkfifo', [out]);
    },
    out,
    'it is a special file, not a folder',
  ],
  ['a package', put1('package.json'), out, 'it holds package.json'],
  ['a repository', put1('.git/HEAD'), out, 'it holds .git'],
  ['state', put1('terraform.tfstate'), out, 'it holds Terraform state, terraform.tfstate'],
  ['state of a failed deploy', put1('stacks/api/errored.tfstate'), out, 'stacks/api/errored.tfstate'],
  ['a changed configuration', put1('stacks/api/cdk.tf.json'), out, 'stacks/api/cdk.tf.json has been changed'],
  [
    'a changed file that is no longer written',
    put1('dns/only-old.conf'),
    out,
    'dns/only-old.conf has been changed',
  ],
  ["somebody's file in the way", put1('dns/only-new.conf'), out, 'dns/only-new.conf is in the way'],
  ["somebody's folder among the stacks", put1('stacks/mine/notes.txt'), out, 'stacks/mine holds files'],
  [
    "a former stack's folder with files of somebody",
    put1('stacks/gone/notes.txt'),
    out,
    'stacks/gone holds files',
  ],
  [
    'a folder in the place of a file',
    () => {
      synthesize(out, 'old');
      rmSync(path.join(out, 'dns', 'named.conf'));
      put(path.join(out, 'dns', 'named.conf', 'notes.txt'));
    },
    out,
    'dns/named.conf has been changed',
  ],
  [
    'stacks that are a link',
    () => {
      synthesize(out, 'old');
      renameSync(path.join(out, 'stacks'), path.join(elsewhere, 'moved'));
      symlinkSync(path.join(elsewhere, 'moved'), path.join(out, 'stacks'));
    },
    out,
    'stacks is a link, expected a folder',
  ],
  [
    'a file that is a link to another',
    () => {
      synthesize(out, 'old');
      rmSync(path.join(out, 'dns', 'named.conf'));
      symlinkSync(path.join(elsewhere, 'letter.txt'), path.join(out, 'dns', 'named.conf'));
    },
    out,
    'dns/named.conf has been changed',
  ],
  [
    'a marker copied beside a package',
    () => {
      synthesize(out, 'old');
      cpSync(path.join(out, '.synth'), path.join(elsewhere, '.synth'), { recursive: true });
      put(path.join(elsewhere, 'package.json'));
    },
    elsewhere,
    'it holds package.json',
  ],
  [
    "a marker that lists somebody's file",
    () => {
      synthesize(out, 'old');
      const manifest = path.join(out, '.synth', 'manifest.json');
      execFileSync('sed', ['-i', 's#"dns/named.conf"#"../main.ts"#', manifest]);
    },
    out,
    'was not written by this version of the project, or was changed',
  ],
  [
    'a marker that is no marker',
    () => {
      put(path.join(elsewhere, '.synth', 'manifest.json'), '{"project":"another"}');
    },
    elsewhere,
    'was not written by this version of the project',
  ],
  [
    'a folder of an earlier version',
    () => {
      put(path.join(out, 'environment'), 'example\n');
      put(path.join(out, 'stacks', 'api', 'cdk.tf.json'));
    },
    out,
    'it was written by an earlier version of this project',
  ],
  [
    'a folder of an earlier version with state in it',
    () => {
      put(path.join(out, 'environment'), 'example\n');
      put(path.join(out, 'stacks', 'api', 'terraform.api.tfstate'), '{}');
    },
    out,
    'keep it: it holds Terraform state, stacks/api/terraform.api.tfstate',
  ],
  [
    'a marker that is no marker, beside state',
    () => {
      put(path.join(elsewhere, '.synth', 'manifest.json'), '{"project":"another"}');
      put(path.join(elsewhere, 'terraform.network.tfstate'), '{}');
    },
    elsewhere,
    'keep it: it holds Terraform state, terraform.network.tfstate',
  ],
  [
    'a folder whose locks are a link to other files',
    () => {
      mkdirSync(path.join(out, '.synth'), { recursive: true });
      put(path.join(home, 'victim', 'thesis.txt'), 'work');
      utimesSync(path.join(home, 'victim', 'thesis.txt'), 0, 0);
      symlinkSync(path.join(home, 'victim'), path.join(out, '.synth', 'locks'));
    },
    out,
    'locks is a link, expected a folder',
  ],
  [
    'a folder with a file of somebody else where synth works',
    () => {
      put(path.join(out, '.synth', 'staging', 'thesis.txt'), 'work');
    },
    out,
    'it holds files that synth did not write (.synth/staging/thesis.txt)',
  ],
  [
    "another environment's folder that is in use",
    () => {
      synthesize(out, 'old', 'other');
      put(path.join(out, 'stacks', 'api', '.terraform', 'terraform.tfstate'));
    },
    out,
    'it is in use for the environment other (it holds stacks/api/.terraform)',
  ],
  [
    "another environment's folder with a saved plan",
    () => {
      synthesize(out, 'old', 'other');
      put(path.join(out, 'stacks', 'api', 'change.plan'));
    },
    out,
    'give example a folder of its own (CDKTF_OUTDIR=cdktf.out.example npm run synth',
  ],
];

describe('synthesis refuses, says why, and leaves every byte where it was', () => {
  it.each(refused)('%s', (_, prepare, folder, reason) => {
    prepare();
    const before = contentOf(home);
    let message = '';
    try {
      synthesize(folder);
    } catch (error) {
      message = messageOf(error);
    }
    expect(message).toContain(reason);
    expect(message).not.toMatch(/^\s+at /m);
    expect(contentOf(home)).toEqual(before);
  });
});

/** What is there → the folder, which synthesis writes to. */
const accepted: [string, () => void, string][] = [
  ['a folder that does not exist', () => undefined, out],
  [
    'an empty folder',
    () => {
      mkdirSync(out);
    },
    out,
  ],
  ['a name with blanks and letters of all kinds', () => undefined, inProject('aus gabe ü 出力')],
  ['a folder outside the project', () => undefined, path.join(elsewhere, 'out')],
  [
    'a link to an empty folder',
    () => {
      mkdirSync(path.join(elsewhere, 'empty'));
      symlinkSync(path.join(elsewhere, 'empty'), out);
    },
    out,
  ],
  ['the output of an earlier synthesis', put1('notes.txt'), out],
  [
    "another environment's output, and nothing else",
    () => {
      synthesize(out, 'old', 'other');
    },
    out,
  ],
  [
    'output from which files were removed',
    () => {
      synthesize(out, 'old');
      rmSync(path.join(out, 'stacks', 'api'), { recursive: true });
      rmSync(path.join(out, 'manifest.json'));
    },
    out,
  ],
];

describe('synthesis writes', () => {
  it.each(accepted)('into %s', (_, prepare, folder) => {
    prepare();
    const before = contentOf(home, (file) => file.startsWith('project/cdktf.out'));
    synthesize(folder);
    expect(outputOf(folder)).toMatchObject(
      Object.fromEntries(
        Object.entries(versions.new).map(([file, content]) => [
          file,
          Buffer.from(content).toString('base64'),
        ]),
      ),
    );
    expect(contentOf(home)).toMatchObject(before);
  });

  it('and keeps what Terraform and people have put beside its files', () => {
    synthesize(out, 'old');
    const kept = [
      'notes.txt',
      'dns-deployed/named.conf',
      'stacks/api/.terraform/providers/aws',
      'stacks/api/.terraform.lock.hcl',
      'stacks/api/change.plan',
      'stacks/README',
    ];
    for (const file of kept) put(path.join(out, file), `mine: ${file}`);
    synthesize(out, 'new');
    const found = outputOf(out);
    expect(kept.map((file) => Buffer.from(found[file] ?? '', 'base64').toString())).toEqual(
      kept.map((file) => `mine: ${file}`),
    );
    expect(Object.keys(found)).not.toContain('dns/only-old.conf');
    expect(Object.keys(found)).not.toContain('stacks/gone');
  });

  it('nothing at all when its files are there already', () => {
    synthesize(out, 'new');
    const before = execFileSync('find', [out, '-type', 'f', '-printf', '%p %i %T@\n'], { encoding: 'utf8' });
    synthesize(out, 'new');
    expect(execFileSync('find', [out, '-type', 'f', '-printf', '%p %i %T@\n'], { encoding: 'utf8' })).toBe(
      before,
    );
  });

  it("the team's dependency lock file over what Terraform added to it, and leaves Terraform's own", () => {
    const lock = path.join(out, 'stacks', 'api', '.terraform.lock.hcl');
    const withLock = (content: string) => {
      const files = { ...versions.new, 'stacks/api/.terraform.lock.hcl': content };
      writeOutput({ folder: out, environment: 'example', projectFolder: project }, appOf(files));
    };
    const found = () =>
      Buffer.from(outputOf(out)['stacks/api/.terraform.lock.hcl'] ?? '', 'base64').toString();
    withLock('first');
    withLock('second');
    expect(found()).toBe('second');
    appendFileSync(lock, ' and a hash');
    withLock('third');
    expect(found()).toBe('third');
    appendFileSync(lock, ' and a hash');
    // the team has no lock file any more
    synthesize(out);
    expect(found()).toBe('third and a hash');
  });
});

describe('a file system that refuses', () => {
  itAsRoot('is one sentence, with the path and what to do', () => {
    const small = path.join(root, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]);
    try {
      const message = (files: Readonly<Record<string, string>> = versions.new) => {
        try {
          writeOutput(
            { folder: path.join(small, 'out'), environment: 'example', projectFolder: project },
            appOf(files),
          );
          return 'written';
        } catch (error) {
          return messageOf(error);
        }
      };
      const large = { ...versions.new, 'stacks/api/assets/code/2/code.zip': 'x'.repeat(100_000) };
      expect(message(large)).toMatch(
        /^cannot write \S+\.synth\/staging: the disk is full \(ENOSPC\); free some space/,
      );
      expect(existsSync(path.join(small, 'out'))).toBe(false);
      execFileSync('mount', ['-o', 'remount,ro', small]);
      expect(message()).toBe(
        `cannot create ${small}/out: the file system is read-only (EROFS); choose a folder that can be written, then run ` +
          'the command again',
      );
      execFileSync('mount', ['-o', 'remount,rw', small]);
      expect(message()).toBe('written');
      const before = contentOf(small);
      expect(message(large)).toContain('the disk is full');
      execFileSync('mount', ['-o', 'remount,ro', small]);
      expect(message(versions.old)).toContain('the file system is read-only (EROFS)');
      expect(contentOf(small)).toEqual(before);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('says so as well when permission is missing, for a user who is not root', () => {
    mkdirSync(out);
    chmodSync(out, 0o555);
    for (const folder of [root, home]) chmodSync(folder, 0o755);
    const refusal = asOrdinaryUser(() => {
      try {
        synthesize(out);
        return 'written';
      } catch (error) {
        return messageOf(error);
      }
    });
    expect(refusal).toBe(
      `cannot create ${out}/.synth: permission is denied (EACCES); run this as the user it belongs to, or change its ` +
        'permissions, then run the command again',
    );
  });
});
