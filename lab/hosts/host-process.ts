import { spawn } from 'node:child_process';
import path from 'node:path';
import { AnsweringProcess } from '../shared/answering-process';
import type { Namespace } from './namespaces';

/** A request that a host makes. */
export interface HostRequest {
  readonly url: string;
  /** @default 'GET' */
  readonly method?: string;
  /** Several values are several headers. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** Address to connect to. Default: the answer of the host's DNS. */
  readonly address?: string;
  /** A forward proxy to use. */
  readonly via?: { readonly address: string; readonly port: number };
  /** Whether to reuse connections. @default false */
  readonly keepAlive?: boolean;
  /** Timeout in milliseconds. @default 40000 */
  readonly timeout?: number;
}

/** Settings of a host that reaches the internet by a forward proxy only. */
interface ProxySettings {
  /** `http://<address>:<port>` */
  readonly proxy: string;
  /** Names that it reaches directly; with a dot before, all names below. Divided by commas. */
  readonly noProxy: string;
}

/** The outcome of a request: an answer, or an error code such as `ETIMEDOUT`. */
export interface HostReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** The address that answered. */
  readonly address?: string;
  readonly error?: string;
  readonly milliseconds: number;
}

interface Answer {
  readonly reply?: HostReply;
  readonly error?: string;
}

/** A process inside a namespace that listens and makes requests there. A class: it is a process. */
export class HostProcess {
  readonly #process: AnsweringProcess<Answer>;
  readonly #proxySettings: ProxySettings | undefined;

  private constructor(running: AnsweringProcess<Answer>, proxySettings: ProxySettings | undefined) {
    this.#process = running;
    this.#proxySettings = proxySettings;
  }

  /**
   * Starts the process.
   * @param socketPath socket that gets the connections which the host accepts
   * @param authority file of the certificate authority that the host trusts
   * @param proxySettings default: the host reaches everything directly
   */
  static async start(
    namespace: Namespace,
    socketPath: string,
    authority: string,
    proxySettings?: ProxySettings,
  ): Promise<HostProcess> {
    const script = path.join(__dirname, 'host.mjs');
    const child = spawn(
      'ip',
      ['netns', 'exec', namespace.name, process.execPath, script, namespace.name, socketPath, authority],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const running = new AnsweringProcess<Answer>(`${namespace.name}: the host`, child);
    await running.ready;
    return new HostProcess(running, proxySettings);
  }

  /** Accepts connections at port 443 of the addresses. */
  async listen(addresses: readonly string[]): Promise<void> {
    await this.#ask({ listen: addresses });
  }

  /** Runs a forward proxy. */
  async proxy(address: string, port: number): Promise<void> {
    await this.#ask({ proxy: { address, port } });
  }

  /** Makes a request; a failure is a reply, not an error. */
  async request(request: HostRequest): Promise<HostReply> {
    const via = this.#viaFor(request);
    const whole = { method: 'GET', timeout: 40_000, ...request, ...(via && { via }) };
    const { reply, error } = await this.#ask({ request: whole });
    return reply ?? { error: error ?? 'no reply', milliseconds: 0 };
  }

  /** The proxy that programs of this host would take. */
  #viaFor({ url, address, via }: HostRequest): HostRequest['via'] {
    if (via || address !== undefined || !this.#proxySettings) return via;
    const { hostname } = new URL(url);
    const isDirect = this.#proxySettings.noProxy
      .split(',')
      .some((name) => name === hostname || (name.startsWith('.') && hostname.endsWith(name)));
    if (isDirect) return undefined;
    const { hostname: proxyAddress, port } = new URL(this.#proxySettings.proxy);
    return { address: proxyAddress, port: Number(port) };
  }

  async #ask(message: object): Promise<Answer> {
    const answer = await this.#process.ask(message);
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  /** Ends the process and returns when it is gone. */
  stop(): Promise<void> {
    return this.#process.stop();
  }
}
