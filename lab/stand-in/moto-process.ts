import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { forCommands, withoutProxies, type HostEnvironment } from '../shared/host-environment';

/**
 * Runs moto_server until standard input closes, which happens however the parent ends. Signal handlers would not run
 * after `kill -9`, and moto would stay. 127 is the shell's own code for a missing command.
 */
const untilParentEnds = `
command -v moto_server >/dev/null || exit 127
exec 3<&0
(read -r _ <&3; kill -KILL $$) >/dev/null 2>&1 &
exec 3<&-
exec moto_server "$@" </dev/null
`;

/** Keeps commands from reading the user's own settings and credentials in the home folder. */
export const noAwsFiles = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' } as const;

/** A running moto_server. */
export interface MotoProcess {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts moto_server on a free port and waits until it answers.
 * @throws when moto_server is not on the PATH, or ends or stays silent instead of listening
 */
export async function startMoto(accountId: string, hostEnvironment: HostEnvironment): Promise<MotoProcess> {
  const child = spawn('/bin/sh', ['-c', untilParentEnds, 'moto', '-H', '127.0.0.1', '-p', '0'], {
    // without the second variable, AWS's managed policies do not exist and cannot be attached; without the third, every
    // code of an authenticator app is right
    env: {
      ...withoutProxies(forCommands(hostEnvironment)),
      ...noAwsFiles,
      MOTO_ACCOUNT_ID: accountId,
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP: 'true',
    },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const stop = async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
  try {
    return { port: await listeningPort(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port that moto_server says it listens on; it prints one line per request to the same stream afterwards. */
async function listeningPort(child: ChildProcess): Promise<number> {
  let output = '';
  return new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`moto_server does not listen after 60 s:\n${output}`));
    }, 60_000);
    child.stderr?.on('data', (chunk: Buffer) => {
      if (output.length < 10_000) output += chunk.toString();
      const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(code === 127 ? missing : `moto_server ended with code ${String(code)}:\n${output}`));
    });
  });
}

const missing =
  "moto_server is not on the PATH; install it with: pip install 'moto[server]' (Python 3.10 or newer)";
