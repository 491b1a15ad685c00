import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from '../../../../cli/studio-access/context';
import { Failure } from '../../../../cli/studio-access/failure';
import { parseSettings, readSettings } from '../../../../cli/studio-access/settings/read';
import { byCode, byPassword } from '../../../../test-support/studio-access/settings';

const messageOf = (change: (file: Record<string, unknown>) => void) => {
  const file = structuredClone(byCode) as unknown as Record<string, unknown>;
  change(file);
  try {
    parseSettings(JSON.stringify(file), 'x.json');
  } catch (error) {
    return error instanceof Failure ? error.message : undefined;
  }
  return undefined;
};

describe('a settings file', () => {
  it.each([byCode, byPassword])('is taken with sign-in by $signIn.kind', (settings) => {
    expect(parseSettings(`\uFEFF${JSON.stringify(settings)}`, 'x.json')).toEqual(settings);
  });

  it.each<[what: string, change: (file: Record<string, unknown>) => void, expected: string]>([
    ['of a later version', (file) => (file.version = 2), 'version: expected 1'],
    ['without an address', (file) => delete file.apiUrl, 'apiUrl: expected an https: address'],
    [
      'with http',
      (file) => (file.apiUrl = 'http://api.corp.example.com'),
      'apiUrl: expected an https: address',
    ],
    ['with a user', (file) => (file.apiUrl = 'https://me@api.corp.example.com'), 'apiUrl: expected'],
    ['with a query', (file) => (file.apiUrl = 'https://api.corp.example.com/?a=b'), 'apiUrl: expected'],
    [
      'with another host that looks like this one',
      (file) => (file.apiUrl = 'http://127.0.0.1.example.com'),
      'apiUrl',
    ],
    [
      'with another kind',
      (file) => (file.signIn = { kind: 'saml' }),
      'signIn.kind: expected kind "password" or "code"',
    ],
    [
      'with an expectation that is no network',
      (file) => (file.expected = { networks: ['10.20.0.0'] }),
      'expected.networks.0: expected a network such as 10.20.0.0/16',
    ],
    ['with an unknown setting', (file) => (file.secret = 'x'), 'Unrecognized key'],
    [
      'with an empty text',
      (file) => (file.environment = ''),
      'environment: expected a text that is not empty',
    ],
  ])('%s is refused', (_, change, expected) => {
    expect(messageOf(change)).toContain(expected);
  });

  it('is refused with every problem at once', () => {
    const message = messageOf((file) => {
      delete file.region;
      delete file.apiUrl;
    });
    expect(message).toContain('2 problems');
    expect(message).toMatch(/apiUrl: .*\n.*region: /);
  });

  it('that is no JSON is refused without its content', () => {
    expect(() => parseSettings('<html>', 'x.json')).toThrow('x.json cannot be used: the file is not JSON');
  });
});

describe('the settings', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-access-settings-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const named = path.join(folder, 'named.json');
  writeFileSync(named, JSON.stringify({ ...byCode, environment: 'named' }));
  const inVariable = path.join(folder, 'variable.json');
  writeFileSync(inVariable, JSON.stringify({ ...byCode, environment: 'variable' }));
  const context = { platform: 'linux', home: path.join(folder, 'home'), variables: {} } as unknown as Context;
  const withVariable = { ...context, variables: { STUDIO_ACCESS_SETTINGS: inVariable } };

  it('come from the option, else the variable, else the usual file', async () => {
    expect(await readSettings(withVariable, { settings: named })).toMatchObject({ environment: 'named' });
    expect(await readSettings(withVariable, {})).toMatchObject({ environment: 'variable' });
    await expect(readSettings(context, {})).rejects.toThrow(
      path.join(folder, 'home', '.config', 'studio-access', 'settings.json'),
    );
  });

  it('of a deployment need a checkout', async () => {
    await expect(readSettings(context, { env: 'prod' })).rejects.toThrow('needs a checkout');
    const deployedSettings = () => Promise.resolve({ ...byCode, environment: 'prod' });
    expect(await readSettings({ ...context, deployedSettings }, { env: 'prod' })).toMatchObject({
      environment: 'prod',
    });
  });
});
