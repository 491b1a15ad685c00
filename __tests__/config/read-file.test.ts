import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadEnvironment } from '../../config/load';
import { maximumFileBytes, readEnvironmentFile } from '../../config/read-file';
import { messageOf } from '../../cli/failure';
import { exampleFile } from '../../test-support/environments';
import { asOrdinaryUser } from '../../test-support/users';

const example = JSON.stringify(exampleFile());
const top = mkdtempSync(path.join(tmpdir(), 'studio-files-'));
const folder = path.join(top, 'environments');
const file = path.join(folder, 'test.json');
// other users may enter it, because one case runs as another user
chmodSync(top, 0o755);

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});
afterAll(() => {
  rmSync(top, { recursive: true, force: true });
});

function refusal(): string {
  try {
    loadEnvironment('test', folder);
  } catch (error) {
    return messageOf(error);
  }
  throw new Error('the file was accepted');
}

describe('an environment file is read', () => {
  it.each([
    [
      'that is a link to another file of the folder',
      () => {
        writeFileSync(path.join(folder, 'real.json'), example);
        symlinkSync('real.json', file);
      },
    ],
    [
      'in a folder that is a link itself',
      () => {
        const real = path.join(top, 'elsewhere');
        mkdirSync(real);
        writeFileSync(path.join(real, 'test.json'), example);
        rmSync(folder, { recursive: true });
        symlinkSync(real, folder);
      },
    ],
    [
      'of the largest size',
      () => {
        writeFileSync(file, example.padEnd(maximumFileBytes));
      },
    ],
    [
      'with a byte order mark',
      () => {
        writeFileSync(file, `\uFEFF${example}`);
      },
    ],
  ])('%s', (_, make) => {
    make();
    expect(loadEnvironment('test', folder)).toMatchObject({ name: 'test', region: 'us-east-1' });
    rmSync(path.join(top, 'elsewhere'), { recursive: true, force: true });
  });
});

/** What is in place of the file · how to make it · text of the message. */
const wrongFiles: [string, () => void, RegExp][] = [
  [
    'a larger file',
    () => {
      writeFileSync(file, ' '.repeat(maximumFileBytes + 1));
    },
    /got "a larger file", expected at most 1000000 bytes/,
  ],
  [
    'a hundred thousand keys',
    () => {
      writeFileSync(file, `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join()}}`);
    },
    /got "a larger file", expected at most 1000000 bytes/,
  ],
  [
    // a sparse file: only its beginning is read
    'a file of a terabyte',
    () => {
      writeFileSync(file, '');
      truncateSync(file, 2 ** 40);
    },
    /got "a larger file", expected at most 1000000 bytes/,
  ],
  ['a named pipe that nobody writes to', () => execFileSync('mkfifo', [file]), /got "a named pipe"/],
  [
    'a folder',
    () => {
      mkdirSync(file);
    },
    /got "a folder", expected "?an ordinary file/,
  ],
  [
    'a link out of the folder',
    () => {
      writeFileSync(path.join(top, 'outside.json'), example);
      symlinkSync('../outside.json', file);
    },
    /got "a link to \/.*\/outside\.json", expected a file in .*environments, or a link to one/,
  ],
  [
    'a link to a folder whose name begins like this one',
    () => {
      mkdirSync(path.join(top, 'environments-2'), { recursive: true });
      writeFileSync(path.join(top, 'environments-2', 'test.json'), example);
      symlinkSync('../environments-2/test.json', file);
    },
    /got "a link to /,
  ],
  [
    'a link to a device',
    () => {
      symlinkSync('/dev/zero', file);
    },
    /got "a link to \/dev\/zero"/,
  ],
  [
    'a link that leads nowhere',
    () => {
      symlinkSync('gone.json', file);
    },
    /^cannot look at \S+test\.json: .* what it links to does not exist \(ENOENT\)/,
  ],
  [
    'a link that leads in a circle',
    () => {
      symlinkSync('test.json', file);
    },
    /^cannot look at \S+test\.json: .*circle/,
  ],
  [
    'text in UTF-16',
    () => {
      writeFileSync(file, `\uFEFF${example}`, 'utf16le');
    },
    /got "the byte 0xff in line 1", expected UTF-8: save/,
  ],
  [
    'text in Latin-1',
    () => {
      writeFileSync(file, '{\n  "region": "é"\n}', 'latin1');
    },
    /got "the byte 0xe9 in line 2", expected UTF-8/,
  ],
  [
    'text that breaks off within a character',
    () => {
      writeFileSync(file, Buffer.from([0x7b, 0xc3]));
    },
    /0xc3 in line 1/,
  ],
];

describe('it is refused in place of an environment file:', () => {
  it.each(wrongFiles)('%s', (_, make, expected) => {
    make();
    expect(refusal()).toMatch(expected);
  });

  it('a socket', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(file, resolve));
    expect(refusal()).toMatch(/got "a socket"/);
    await new Promise((resolve) => server.close(resolve));
  });

  it('a device', () => {
    expect(() => readEnvironmentFile('/dev', 'null', 'the file')).toThrow(/got "a device"/);
  });

  it('a file that may not be read', () => {
    writeFileSync(file, example);
    chmodSync(file, 0);
    expect(asOrdinaryUser(refusal)).toMatch(/^cannot open \S+test\.json: permission is denied \(EACCES\)/);
  });
});

describe('a folder that cannot be read gives a message of one sentence', () => {
  it.each([
    ['because there is none', () => undefined, /^cannot read \S+environments: .* does not exist \(ENOENT\);/],
    [
      'because it is a file',
      () => {
        writeFileSync(folder, '');
      },
      /^cannot read \S+environments: a part of its path is not a folder \(ENOTDIR\);/,
    ],
  ])('%s', (_, make, expected) => {
    rmSync(folder, { recursive: true });
    make();
    expect(refusal()).toMatch(expected);
  });
});
