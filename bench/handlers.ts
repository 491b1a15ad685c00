import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build as esbuild } from 'esbuild';
import { portalBytes } from '../api/portal';
import { bundleOptions, type HandlerName, largestBundle } from '../packaging/bundle';
import { buildPortal } from '../packaging/portal';
import { claims, clientId, header, issuer, makePool, published } from '../test-support/handlers/attacks';
import { authorizerEvent } from '../test-support/handlers/authorizer-event';
import { FaultySageMaker, region, succeeds } from '../test-support/handlers/faulty-sagemaker';
import { build, buildWith } from '../test-support/handlers/forms';
import { FunctionProcess } from '../test-support/handlers/function-process';
import { KeyServer, keySet } from '../test-support/handlers/key-server';
import { proxyEvent } from '../test-support/handlers/proxy-event';
import { mint, rs256 } from '../test-support/handlers/tokens';
import { profileNamesFile } from '../handlers/shared/profile-names';
import { companyKey, companyKid } from '../test-support/handlers/company-tokens';
import { providerForms } from '../test-support/handlers/providers';
import { profileAttribute, provider, signInEvent } from '../test-support/handlers/sign-in-event';
import type { WarmFigure, WarmInput } from './handlers/warm';
import { median, table } from './statistics';

const coldStarts = 20;
const listedUsers = 5000;

/** The authorizer with the company's own tokens and the large table. */
const companyName = "authorizer, company's tokens";

/** The functions whose size is a goal: that of the portal's is the page's. */
const bundled: readonly HandlerName[] = ['profile-claim', 'authorizer', 'presigned-url'];

interface Candidate {
  readonly name: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly event: unknown;
}

interface ColdStart {
  readonly bytes: number;
  readonly importMilliseconds: number;
  readonly firstCallMilliseconds: number;
}

/** The table of a large company, each of whose people has a sign-in name. */
function namesOfMany(): string {
  const users = Array.from({ length: listedUsers }, (_, index) => `user-${index}`);
  const signInNames = users.map((user) => [`first-name.last-name.${user}@corp.example`, user]);
  return profileNamesFile({
    users,
    removed: [],
    signInNames: Object.fromEntries(signInNames) as Record<string, string>,
  });
}

/**
 * Compares the functions with alternatives: the same sources bundled by default with whole packages, and an
 * authorizer on aws-jwt-verify. Prints the figures and the result for each goal.
 */
export async function benchHandlers(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-handlers-'));
  const pool = makePool();
  const keys = await KeyServer.start(keySet(published(pool)));
  const [companyForm] = providerForms;
  const companyKeys = await KeyServer.start(keySet([companyKey(companyForm, pool.access, false)]));
  const files = { 'profile-names.json': namesOfMany() };
  const sagemaker = new FaultySageMaker(new Map([['alice', succeeds]]));
  try {
    const token = mint(header, claims(Math.floor(Date.now() / 1000)), rs256(pool.access.privateKey));
    const authorizer = {
      environment: { USER_POOL_ISSUER: issuer, APP_CLIENT_ID: clientId, JWKS_URI: keys.uri },
      event: authorizerEvent(`Bearer ${token}`),
    };
    const { variables, accessToken, header: companyHeader } = companyForm;
    const company = {
      environment: {
        ...variables,
        JWKS_URI: companyKeys.uri,
        PROFILE_NAMES_FILE: 'profile-names.json',
        DERIVE_PROFILE_NAMES: 'true',
      },
      event: authorizerEvent(
        `Bearer ${mint(
          { ...companyHeader, alg: 'RS256', kid: companyKid },
          { ...accessToken, iss: variables.OIDC_ISSUER, exp: Math.floor(Date.now() / 1000) + 3600 },
          rs256(pool.access.privateKey),
        )}`,
      ),
    };
    const profileClaim = {
      environment: {
        PROFILE_ATTRIBUTE: profileAttribute,
        IDENTITY_PROVIDER: provider,
        PROFILE_NAMES_FILE: 'profile-names.json',
        DERIVE_PROFILE_NAMES: 'true',
      },
      event: signInEvent({ attributes: { [profileAttribute]: 'frank@corp.example' } }),
    };
    const presignedUrl = {
      environment: {
        STUDIO_DOMAIN_ID: 'd-abcdef123456',
        URL_LIFETIME_SECONDS: '30',
        SESSION_DURATION_SECONDS: '3600',
        AWS_REGION: region,
        AWS_ENDPOINT_URL_SAGEMAKER: await sagemaker.start(),
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
      },
      event: proxyEvent('alice'),
    };
    const candidates: readonly Candidate[] = [
      { name: 'authorizer', file: await build('authorizer', 'bundle'), ...authorizer },
      { name: 'authorizer by default', file: await build('authorizer', 'whole packages'), ...authorizer },
      {
        name: 'authorizer on aws-jwt-verify',
        file: await bundle('aws-jwt-verify-authorizer', folder),
        ...authorizer,
      },
      { name: companyName, file: await buildWith('authorizer', 'bundle', files), ...company },
      { name: 'profile-claim', file: await buildWith('profile-claim', 'bundle', files), ...profileClaim },
      { name: 'presigned-url', file: await build('presigned-url', 'bundle'), ...presignedUrl },
      {
        name: 'presigned-url by default',
        file: await build('presigned-url', 'whole packages'),
        ...presignedUrl,
      },
    ];

    const cold = await measureColdStarts(candidates);
    const warm = await measureWarm(
      {
        token,
        issuer,
        clientId,
        jwksUri: keys.uri,
        publicKey: pool.access.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
        functions: Object.fromEntries(
          candidates
            .filter(({ name }) => !name.startsWith('presigned-url'))
            .map(({ name, ...rest }) => [name, rest]),
        ),
      },
      await bundle('handlers/warm', folder),
    );
    const pageBytes = Buffer.byteLength(Object.values(await buildPortal()).join(''));
    print(cold, warm, pageBytes);
  } finally {
    await Promise.all([FunctionProcess.stopAll(), keys.stop(), companyKeys.stop(), sagemaker.stop()]);
    rmSync(folder, { recursive: true });
  }
}

/** Bundles a module of this bench as the authorizer is bundled, so that both run the same code. */
async function bundle(name: string, folder: string): Promise<string> {
  const outfile = path.join(folder, `${path.basename(name)}.mjs`);
  await esbuild({
    ...bundleOptions('authorizer'),
    entryPoints: [path.join(__dirname, `${name}.ts`)],
    outfile,
  });
  return outfile;
}

/** Starts each candidate many times, in turns, and calls it once each time. */
async function measureColdStarts(candidates: readonly Candidate[]): Promise<Map<string, ColdStart>> {
  const imports = new Map<string, number[]>();
  const firstCalls = new Map<string, number[]>();
  for (let round = 0; round < coldStarts; round += 1) {
    for (const { name, file, environment, event } of candidates) {
      const running = await FunctionProcess.start(file, environment);
      const { thrown, milliseconds } = await running.invoke(event);
      if (thrown !== undefined) throw new Error(`${name} failed: ${thrown.message}`);
      await running.stop();
      imports.set(name, [...(imports.get(name) ?? []), running.importMilliseconds]);
      firstCalls.set(name, [...(firstCalls.get(name) ?? []), milliseconds]);
    }
  }
  return new Map(
    candidates.map(({ name, file }) => [
      name,
      {
        bytes: statSync(file).size,
        importMilliseconds: median(imports.get(name) ?? []),
        firstCallMilliseconds: median(firstCalls.get(name) ?? []),
      },
    ]),
  );
}

async function measureWarm(input: WarmInput, file: string): Promise<WarmFigure[]> {
  // log lines go to /dev/null, so the figures include writing them
  const child = fork(file, { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send(input);
  const [figures] = (await once(child, 'message')) as [WarmFigure[]];
  return figures;
}

function print(cold: ReadonlyMap<string, ColdStart>, warm: readonly WarmFigure[], pageBytes: number): void {
  console.log(`Node.js ${process.version}, ${process.arch}; medians of ${coldStarts} starts\n`);
  console.log(
    table([
      ['', 'kB', 'import ms', 'first call ms'],
      ...[...cold].map(([name, start]) => [
        name,
        (start.bytes / 1000).toFixed(1),
        start.importMilliseconds.toFixed(1),
        start.firstCallMilliseconds.toFixed(1),
      ]),
    ]),
  );
  console.log(
    `\n${table([
      ['warm', 'calls/s', 'of bare'],
      ...warm.map(({ name, callsPerSecond, ofBare }) => [name, callsPerSecond.toFixed(0), ofBare.toFixed(2)]),
    ])}\n`,
  );

  const start = (name: string): ColdStart =>
    cold.get(name) ?? { bytes: NaN, importMilliseconds: NaN, firstCallMilliseconds: NaN };
  const ofBare = (name: string): number => warm.find((figure) => figure.name === name)?.ofBare ?? NaN;
  const millisecondsOf = (name: string): number =>
    1000 / (warm.find((figure) => figure.name === name)?.callsPerSecond ?? NaN);
  const atLeast = (goal: number, reached: number) => [
    `≥ ${goal}`,
    reached.toFixed(2),
    reached >= goal ? 'reached' : 'missed',
  ];
  const atMost = (goal: number, reached: number) => [
    `≤ ${goal}`,
    reached.toFixed(2),
    reached <= goal ? 'reached' : 'missed',
  ];
  const imported = (name: string) => start(name).importMilliseconds;
  console.log(
    table([
      ['goal', '', 'is', ''],
      [
        'verification, × aws-jwt-verify',
        // equally fast, within the noise of two measurements
        ...atLeast(0.95, ofBare('verification, authorizer') / ofBare('verification, aws-jwt-verify')),
      ],
      ['verification, × bare crypto.verify', ...atLeast(0.65, ofBare('verification, authorizer'))],
      [
        'whole call, × the same on aws-jwt-verify',
        ...atLeast(
          1.05,
          ofBare('whole call, authorizer') / ofBare('whole call, authorizer on aws-jwt-verify'),
        ),
      ],
      ['whole call, × bare crypto.verify', ...atLeast(0.65, ofBare('whole call, authorizer'))],
      [
        'import, × the same on aws-jwt-verify',
        ...atMost(1.5, imported('authorizer') / imported('authorizer on aws-jwt-verify')),
      ],
      [
        "whole call with company's tokens, × the same on aws-jwt-verify",
        ...atLeast(
          1.05,
          ofBare(`whole call, ${companyName}`) / ofBare('whole call, authorizer on aws-jwt-verify'),
        ),
      ],
      [
        "whole call with company's tokens, × bare crypto.verify",
        ...atLeast(0.65, ofBare(`whole call, ${companyName}`)),
      ],
      [`import with company's tokens and ${listedUsers} users, ms`, ...atMost(50, imported(companyName))],
      [`profile-claim import with ${listedUsers} users, ms`, ...atMost(50, imported('profile-claim'))],
      ['profile-claim, whole call, ms', ...atMost(10, millisecondsOf('whole call, profile-claim'))],
      ...bundled.map((name) => [
        `${name}, kB`,
        ...atMost(largestBundle(name) / 1000, start(name).bytes / 1000),
      ]),
      ['page of the portal, all files, kB', ...atMost(portalBytes / 1000, pageBytes / 1000)],
      [
        'presigned-url import, × by default',
        ...atMost(0.25, imported('presigned-url') / imported('presigned-url by default')),
      ],
    ]),
  );
}
