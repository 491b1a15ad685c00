import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import type { Authority } from '../network/authority';
import { AnsweringProcess } from '../shared/answering-process';
import { watch } from '../shared/run-to-end';

/** Somebody who works for the company, as its identity provider knows them. */
export interface Employee {
  readonly subject: string;
  readonly password: string;
  /** What tokens and assertions say about them, besides the subject. */
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
}

/** A client, with the metadata of OpenID Connect Dynamic Client Registration 1.0. */
type RegisteredClient = Readonly<Record<string, unknown>> & { readonly client_id: string };

interface ProviderOptions {
  /** Host that it runs on, and its address there. */
  readonly host: Namespace;
  readonly address: string;
  readonly issuer: string;
  readonly clients: readonly RegisteredClient[];
  /** Audience and scope of access tokens for the API. */
  readonly audience: string;
  readonly scope: string;
  /** Names of the claims that tell about people. */
  readonly claims: readonly string[];
  readonly authority: Authority;
  /** Folder for its files. */
  readonly folder: string;
}

/** The company's identity provider. A class: it is a process, and people come and go. */
export class IdentityProvider {
  readonly #process: AnsweringProcess<object>;
  readonly #people = new Map<string, Employee>();

  private constructor(running: AnsweringProcess<object>) {
    this.#process = running;
  }

  /** Starts it and returns when it answers. @throws when it ends before */
  static async start({ host, authority, folder, ...settings }: ProviderOptions): Promise<IdentityProvider> {
    const keyFile = path.join(folder, 'identity-provider.key');
    const certificateFile = path.join(folder, 'identity-provider.pem');
    writeFileSync(keyFile, authority.key);
    writeFileSync(certificateFile, authority.certificate);
    const script = path.join(__dirname, 'provider.mjs');
    const options = JSON.stringify({ ...settings, keyFile, certificateFile });
    const child = spawn('ip', ['netns', 'exec', host.name, process.execPath, script, options], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const { printed } = watch(child);
    const running = new AnsweringProcess('the identity provider', child);
    await running.ready.catch((error: unknown) => {
      throw new Error(`${String(error)}:\n${printed.stderr}`);
    });
    return new IdentityProvider(running);
  }

  /** Somebody is hired, or known differently from now on. @param login the name that they sign in with */
  async employ(login: string, employee: Employee): Promise<void> {
    this.#people.set(login, employee);
    await this.#tell();
  }

  /** Somebody leaves the company. */
  async remove(login: string): Promise<void> {
    this.#people.delete(login);
    await this.#tell();
  }

  async #tell(): Promise<void> {
    await this.#process.ask({ people: Object.fromEntries(this.#people) });
  }

  /** Ends the process and returns when it is gone. */
  stop(): Promise<void> {
    return this.#process.stop();
  }
}
