import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { cognitoTokens } from '../../handlers/authorizer/cognito-token';
import { verifyToken } from '../../handlers/authorizer/token';
import { median } from '../statistics';
import { createPeer } from './peer';

/** A function to call: a module that exports a handler, with its variables. */
interface WarmFunction {
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly event: unknown;
}

export interface WarmInput {
  readonly token: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
  /** PEM. */
  readonly publicKey: string;
  /** By their names in the figures. */
  readonly functions: Readonly<Record<string, WarmFunction>>;
}

export interface WarmFigure {
  readonly name: string;
  readonly callsPerSecond: number;
  /** Speed as a multiple of the bare signature check's, round by round. */
  readonly ofBare: number;
}

const rounds = 60;
const callsPerRound = 250;
const bare = 'bare crypto.verify';

interface Module {
  readonly handler: (event: unknown) => Promise<unknown>;
}

/** Measures calls of warm functions: they have keys and compiled code. Candidates take turns, round by round. */
async function measure(input: WarmInput): Promise<WarmFigure[]> {
  const key = createPublicKey(input.publicKey);
  const end = input.token.lastIndexOf('.');
  const signed = Buffer.from(input.token.slice(0, end));
  const signature = Buffer.from(input.token.slice(end + 1), 'base64url');
  const peer = createPeer(input.issuer, input.clientId, input.jwksUri);
  const rules = {
    issuer: input.issuer,
    accessToken: cognitoTokens([input.clientId]),
    findKey: () => Promise.resolve(key),
    now: () => Math.floor(Date.now() / 1000),
  };

  const candidates = new Map<string, () => Promise<unknown>>([
    [bare, () => Promise.resolve(verifySignature('RSA-SHA256', signed, key, signature))],
    ['verification, authorizer', () => verifyToken(input.token, rules)],
    ['verification, aws-jwt-verify', () => peer(input.token)],
  ]);
  for (const [name, { file, environment, event }] of Object.entries(input.functions)) {
    process.env = { ...environment };
    const loaded = (await import(file)) as Module & { readonly default?: Module };
    const { handler } = loaded.default ?? loaded;
    candidates.set(`whole call, ${name}`, () => handler(event));
  }

  const microseconds = new Map([...candidates.keys()].map((name): [string, number[]] => [name, []]));
  for (let round = -5; round < rounds; round += 1) {
    for (const [name, call] of candidates) {
      const started = performance.now();
      for (let count = 0; count < callsPerRound; count += 1) await call();
      const each = ((performance.now() - started) * 1000) / callsPerRound;
      // the first rounds only warm up
      if (round >= 0) microseconds.get(name)?.push(each);
    }
  }
  const ofBare = microseconds.get(bare) ?? [];
  return [...microseconds].map(([name, times]) => ({
    name,
    callsPerSecond: 1e6 / median(times),
    ofBare: median(times.map((time, round) => (ofBare[round] ?? NaN) / time)),
  }));
}

process.once('message', (input: WarmInput) => {
  void measure(input).then((figures) => {
    process.send?.(figures);
    process.disconnect();
  });
});
