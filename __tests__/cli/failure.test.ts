import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { about, messageOf, runCommand } from '../../cli/failure';

const thrownBy = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

const systemError = (parts: Partial<NodeJS.ErrnoException>) => Object.assign(new Error('marked'), parts);

describe('the message of an error', () => {
  it('of the file system is one sentence with the path, the reason and the remedy', () => {
    expect(messageOf(thrownBy(() => readFileSync('/nowhere/file')))).toBe(
      'cannot open /nowhere/file: it, the folder it is in, or what it links to does not exist (ENOENT); create what is missing, then run the command again',
    );
    expect(
      messageOf(
        thrownBy(() => {
          writeFileSync('/', '');
        }),
      ),
    ).toMatch(/^cannot open \/: a folder is there/);
  });

  it.each<[Partial<NodeJS.ErrnoException>, string]>([
    [
      { code: 'ENOSPC', syscall: 'write' },
      'cannot write a file: the disk is full (ENOSPC); free some space, then',
    ],
    [
      { code: 'EACCES', syscall: 'rename', path: '/a' },
      'cannot rename /a: permission is denied (EACCES); run this as',
    ],
    [
      { code: 'EWHATEVER', syscall: 'fancy', path: '/a' },
      'cannot write /a: the system says EWHATEVER (EWHATEVER); look',
    ],
  ])('%j is said in words', (parts, expected) => {
    expect(messageOf(systemError(parts)).startsWith(expected)).toBe(true);
  });

  it('of a defect of this program has a trace, and no other has', () => {
    const defect = thrownBy(() => (undefined as unknown as { name: string }).name);
    expect(messageOf(defect)).toMatch(/^TypeError: .*\n\s+at /);
    expect(messageOf(new Error('the environment file is wrong'))).toBe('the environment file is wrong');
    const usage = thrownBy(() => parseArgs({ args: ['--unknown'], options: {} }));
    expect(messageOf(usage)).not.toContain('\n    at ');
  });

  it.each([
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('%p, which is no error, is %s', (thrown, expected) => {
    expect(messageOf(thrown)).toBe(expected);
  });
});

describe('the path of an error', () => {
  const fail = (error: Error) => () => {
    throw error;
  };

  it('is added where Node gives none, and otherwise stays', () => {
    const open = systemError({ code: 'EIO', syscall: 'read' });
    const named = systemError({ code: 'EIO', syscall: 'read', path: '/own' });
    expect(messageOf(thrownBy(() => about('/file', fail(open))))).toMatch(/^cannot read \/file: /);
    expect(messageOf(thrownBy(() => about('/file', fail(named))))).toMatch(/^cannot read \/own: /);
  });

  it('is not added to other errors', () => {
    const error = new Error('other');
    expect(thrownBy(() => about('/file', fail(error)))).toBe(error);
    expect(error).not.toHaveProperty('path');
  });
});

it('a command that fails prints the message and ends with exit code 1', async () => {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const { exitCode } = process;
  try {
    await runCommand(() => Promise.reject(new Error('no such stack')));
    expect(process.exitCode).toBe(1);
    expect(printed.mock.calls).toEqual([['no such stack']]);
  } finally {
    process.exitCode = exitCode;
    printed.mockRestore();
  }
});
