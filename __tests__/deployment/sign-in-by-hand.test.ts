import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { claimsOf } from '../../lab/cognito/keys';
import { oneTimeCode } from '../../lab/shared/one-time-code';
import { LivingDeployment } from '../../test-support/living-deployment';
import { projectFolder } from '../../config/project-folder';

// Terraform starts the provider for each setting; the limit only ends a hanging one
jest.setTimeout(600_000);

const document = readFileSync(path.join(projectFolder, 'docs', 'operations.md'), 'utf8');

/** The commands that follow a text in the document. */
function commandsAfter(text: string): string {
  const place = document.indexOf(text);
  const commands = place < 0 ? undefined : /```sh\n([\s\S]*?)```/.exec(document.slice(place))?.[1];
  if (commands === undefined) throw new Error(`docs/operations.md has no commands after: ${text}`);
  return commands;
}

const steps = {
  setUp: commandsAfter('Once per terminal:'),
  signIn: commandsAfter('\nSign in:\n'),
  newPassword: commandsAfter('`NEW_PASSWORD_REQUIRED`: the new password'),
  secret: commandsAfter('`MFA_SETUP`: type the secret'),
  setUpCode: commandsAfter('then the code that the app shows:'),
  code: commandsAfter('\n`SOFTWARE_TOKEN_MFA`:\n'),
  call: commandsAfter('### Call the API'),
  oneTimePassword: commandsAfter('### Set a one-time password'),
};

/** A code of an authenticator app that stays right for half a minute: a command may take seconds on a busy machine. */
async function freshCode(secret: string): Promise<string> {
  await setTimeout(30_000 - (Date.now() % 30_000));
  return oneTimeCode(secret, Date.now());
}

/** Characters that the shell, JSON or the AWS CLI's short form could take for their own. */
const hard = `Aa1! ,"'[{}]=$HOME\\n%s;`;

describe('the commands for signing in by hand, with the real AWS CLI', () => {
  let living: LivingDeployment;
  let folder: string;
  let variables: { clientId: string; poolId: string };
  const calls: (string | undefined)[] = [];
  const api = createServer((request, response) => {
    calls.push(request.headers.authorization);
    response.end('{}');
  });

  beforeAll(async () => {
    living = await LivingDeployment.start();
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(path.join(tmpdir(), 'studio-by-hand-'));
  });
  afterAll(async () => {
    await living.stop();
    api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs commands in the terminal's folder. @param typed what the user types, one line */
  const type = async (commands: string, typed = ''): Promise<string> => {
    const setUp = steps.setUp
      .replace('<app_client_id>', variables.clientId)
      .replace('<api_url>', `http://127.0.0.1:${(api.address() as AddressInfo).port}`)
      .replace('<region>', living.standIn.region);
    const script = `${setUp}${commands}`
      .replace('<user_pool_id>', variables.poolId)
      .replaceAll('$(mktemp -d)', folder);
    const child = spawn('bash', ['-c', script], {
      env: {
        ...process.env,
        ...living.standIn.environment,
        NO_PROXY: '127.0.0.1',
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.stdin.end(`${typed}\n`);
    await new Promise((resolve) => child.once('close', resolve));
    return output.trim();
  };

  const deploy = async (mfa: string) => {
    await living.deploy({ 'identity.cognito.mfa': mfa }, ['identity']);
    variables = {
      clientId: await living.output('identity', 'app_client_id'),
      poolId: await living.output('identity', 'user_pool_id'),
    };
  };

  const signedInAs = (name: string) => {
    const file = path.join(folder, 'answer.json');
    const { AuthenticationResult: tokens } = JSON.parse(readFileSync(file, 'utf8')) as {
      AuthenticationResult: { AccessToken: string };
    };
    expect(claimsOf(tokens.AccessToken).username).toBe(name);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    return tokens.AccessToken;
  };

  it('lead from a one-time password to a URL, and from then on with the own password', async () => {
    await deploy('off');
    expect(await type(steps.oneTimePassword, hard)).toBe('');
    expect(await type(steps.signIn, hard)).toBe('NEW_PASSWORD_REQUIRED');
    expect(await type(steps.newPassword, `${hard}own`)).toBe('signed in');
    expect(await type(steps.signIn, `${hard}own`)).toBe('signed in');
    const token = signedInAs('alice');
    expect(await type(steps.call)).toBe('{}');
    expect(calls).toEqual([`Bearer ${token}`]);
    expect(existsSync(path.join(folder, 'answer.json'))).toBe(false);
  });

  it('lead a user of a pool that requires a second factor through setting one up, before and after the own password', async () => {
    await deploy('required');
    const asBob = (commands: string, typed?: string) => type(`NAME=bob\n${commands}`, typed);
    expect(await type(steps.oneTimePassword.replace('alice', 'bob'), hard)).toBe('');
    expect(await asBob(steps.signIn, hard)).toBe('NEW_PASSWORD_REQUIRED');
    expect(await asBob(steps.newPassword, `${hard}own`)).toBe('MFA_SETUP');
    // on another day
    expect(await asBob(steps.signIn, `${hard}own`)).toBe('MFA_SETUP');
    const secret = await asBob(steps.secret);
    expect(await asBob(steps.setUpCode, '000000')).toContain('CodeMismatchException');
    expect(await asBob(steps.setUpCode, await freshCode(secret))).toBe('signed in');
    signedInAs('bob');
    expect(await asBob(steps.signIn, `${hard}own`)).toBe('SOFTWARE_TOKEN_MFA');
    expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toEqual(['answer.json']);
  });

  it('put no password, code or token on a command line: they go through pipes and files of their owner', () => {
    for (const commands of Object.values(steps)) {
      const uses = commands.match(/.*\$(?:PASSWORD|CODE)\b.*/g) ?? [];
      for (const use of uses) expect(use).toMatch(/^printf %s "\$(?:PASSWORD|CODE)" \|$/);
      expect(commands).not.toMatch(/--(?:password|auth-parameters|access-token|session|user-code)\b|\$\(jq/);
    }
  });
});
