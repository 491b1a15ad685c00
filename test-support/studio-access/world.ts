import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Session } from '../../cli/studio-access/sessions/session';
import type { Settings } from '../../cli/studio-access/settings/schema';
import { projectFolder } from '../../config/project-folder';
import { watch, type Ended } from '../../lab/shared/run-to-end';
import { bundleCommandLine } from '../../packaging/command-line';
import { FakeCognito } from './cognito';

export interface CommandOptions {
  /** What is piped in. @default nothing */
  readonly input?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Is called with what was printed to standard error so far, to type the next line. @default nothing is typed */
  readonly typing?: (stderr: string) => string | undefined | Promise<string | undefined>;
}

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const studioUrl =
  'https://studio-d-1.studio.us-east-1.sagemaker.aws/auth?token=planted-studio-token-1';

/** The built `studio-access` with everything around it on this machine: a person's computer, API, Cognito, a provider. */
export class World {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'studio-access-'));
  /** The person's home folder. */
  readonly home = path.join(this.folder, 'home');
  readonly bundle = path.join(this.folder, 'program', 'studio-access.mjs');
  /** Addresses that the browser opened, one a line. */
  readonly browserLog = path.join(this.folder, 'browser.log');
  readonly cognito = new FakeCognito('exampleclient');
  /** What the API answers, by the access token. */
  api: (token: string, address: URL) => ApiAnswer = () => ({
    status: 200,
    body: { authorizedUrl: studioUrl, expiresInSeconds: 60 },
  });
  /** Access tokens that the API got. */
  readonly apiTokens: string[] = [];
  private readonly servers: Server[] = [];
  private readonly children: ChildProcess[] = [];
  private apiUrl = '';
  private cognitoUrl = '';

  /** @param withKeychain whether the program is that of the package, and not the one file */
  async start(withKeychain = false): Promise<void> {
    for (const folder of [this.home, path.dirname(this.bundle), this.path('bin')])
      mkdirSync(folder, { recursive: true });
    writeFileSync(this.bundle, await bundleCommandLine(withKeychain));
    writeFileSync(
      this.path('bin', 'xdg-open'),
      `#!/bin/sh\nexec '${process.execPath}' '${path.join(projectFolder, 'test-support/studio-access/browser.mjs')}' '${this.browserLog}' "$1"\n`,
      { mode: 0o755 },
    );
    this.apiUrl = `${await this.serve(this.answerApi.bind(this))}/prod`;
    this.cognitoUrl = `${await this.serve((request, response) => void this.answerCognito(request, response))}/`;
  }

  stop(): void {
    for (const child of this.children) child.kill('SIGKILL');
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** Forgets everything that is kept on the person's computer. */
  newComputer(): void {
    rmSync(this.home, { recursive: true, force: true });
    mkdirSync(this.home);
    rmSync(this.browserLog, { force: true });
  }

  /** Settings for signing in with a password. */
  passwordSettings(): string {
    return this.settingsFile({
      kind: 'password',
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01',
      clientId: 'exampleclient',
      endpoint: this.cognitoUrl,
    });
  }

  /** Starts a provider, and gives the settings for signing in there. */
  async codeSettings(port: number, accessTokenSeconds: number): Promise<string> {
    const program = path.join(projectFolder, 'test-support/studio-access/provider.mjs');
    const child = spawn(process.execPath, [program, String(port), String(accessTokenSeconds)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.children.push(child);
    await once(child.stdout, 'data');
    const issuer = `http://127.0.0.1:${port}`;
    return this.settingsFile({
      kind: 'code',
      issuer,
      clientId: 'studio-access',
      scope: 'openid offline_access studio.open',
      authorizationEndpoint: `${issuer}/auth`,
      tokenEndpoint: `${issuer}/token`,
      revocationEndpoint: `${issuer}/token/revocation`,
    });
  }

  /** Runs the command to its end. */
  run(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
    return this.launch(args, options).ended;
  }

  /** Starts the command. */
  launch(args: readonly string[], { input, variables = {}, typing }: CommandOptions = {}) {
    const child = spawn(process.execPath, [this.bundle, ...args], {
      cwd: this.home,
      env: {
        PATH: `${this.path('bin')}:${process.env.PATH ?? ''}`,
        HOME: this.home,
        DISPLAY: ':0',
        ...variables,
      },
      stdio: 'pipe',
    });
    this.children.push(child);
    const { printed, ended } = watch(child);
    child.stderr.on('data', () => {
      void Promise.resolve(typing?.(printed.stderr)).then((line) => {
        if (line !== undefined) child.stdin.write(`${line}\n`);
      });
    });
    child.stdin.on('error', () => undefined);
    if (input !== undefined) child.stdin.end(input);
    else if (typing === undefined) child.stdin.end();
    return { child, printed, ended };
  }

  /** Addresses that the browser opened. */
  opened(): string[] {
    return existsSync(this.browserLog) ? readFileSync(this.browserLog, 'utf8').trim().split('\n') : [];
  }

  /** Signs in at a page in a browser on another computer. @returns the address that it cannot show */
  async callbackOf(page: string): Promise<string> {
    const program = path.join(projectFolder, 'test-support/studio-access/browser.mjs');
    const log = this.path('other-browser.log');
    const child = spawn(process.execPath, [program, log, page, 'http://127.0.0.1:840'], { stdio: 'ignore' });
    await once(child, 'close');
    return readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? '';
  }

  /** The files with sessions. */
  sessionFiles(): string[] {
    const folder = path.join(this.home, '.local/state/studio-access/sessions');
    return existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
  }

  /** What is kept of the one who is signed in, with the access token's end. */
  session(): Session {
    const [file = ''] = this.sessionFiles();
    return JSON.parse(Buffer.from(readFileSync(file, 'utf8'), 'base64').toString()) as Session;
  }

  /** Lets the access token be over. */
  age(): void {
    const [file = ''] = this.sessionFiles();
    writeFileSync(
      file,
      Buffer.from(JSON.stringify({ ...this.session(), accessTokenExpiresAt: 0 })).toString('base64'),
    );
  }

  private settingsFile(signIn: Settings['signIn']): string {
    const file = this.path(`${signIn.kind}.json`);
    const settings: Settings = {
      version: 1,
      environment: 'prod',
      apiUrl: this.apiUrl,
      region: 'us-east-1',
      signIn,
    };
    writeFileSync(file, JSON.stringify(settings));
    return file;
  }

  private async serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(handle);
    this.servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  private answerApi({ headers, url = '' }: IncomingMessage, response: ServerResponse): void {
    const token = (headers.authorization ?? '').replace(/^Bearer /, '');
    this.apiTokens.push(token);
    const answer = this.api(token, new URL(url, this.apiUrl));
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  }

  private async answerCognito(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = this.cognito.reply(request.headers['x-amz-target'], await text(request));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
  }
}
