import { problems, type ProblemCode } from '../../../api/problems';
import { build, type Form, forms } from '../../../test-support/handlers/forms';
import { FaultySageMaker, region, studioUrl } from '../../../test-support/handlers/faulty-sagemaker';
import { type Failure, failures } from '../../../test-support/handlers/failures';
import type { ProxyResponse } from '../../../handlers/shared/proxy-response';
import { FunctionProcess, logLines } from '../../../test-support/handlers/function-process';
import { proxyEventOf } from '../../../test-support/handlers/proxy-event';

afterAll(() => FunctionProcess.stopAll());

const environment = {
  STUDIO_DOMAIN_ID: 'd-abcdef123456',
  URL_LIFETIME_SECONDS: '30',
  SESSION_DURATION_SECONDS: '3600',
  LANDING_URI: 'app:JupyterLab:',
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'marked-secret-key',
  AWS_SESSION_TOKEN: 'marked-session-token',
};

async function timed(running: FunctionProcess, profile: string) {
  const started = performance.now();
  const { result, thrown } = await running.invoke(proxyEventOf(profile, profile));
  return { response: result as ProxyResponse, thrown, elapsed: performance.now() - started };
}

/** Runs every failure and two wrong endpoints at once, because most of their time is waiting. */
async function run(form: Form) {
  const sagemaker = new FaultySageMaker(
    new Map(failures.map(({ profile, behaviour }) => [profile, behaviour])),
  );
  const endpoint = await sagemaker.start();
  const start = async (uri: string) =>
    FunctionProcess.start(await build('presigned-url', form), {
      ...environment,
      AWS_ENDPOINT_URL_SAGEMAKER: uri,
    });
  const [running, refused, plain] = await Promise.all([
    start(endpoint),
    start('http://127.0.0.1:9'),
    start(endpoint.replace('http:', 'https:')),
  ]);
  const [timings, ...elsewhere] = await Promise.all([
    Promise.all(failures.map(async ({ profile }) => [profile, await timed(running, profile)] as const)),
    timed(refused, 'refused'),
    timed(plain, 'no-tls'),
  ]);
  const lines = logLines(await running.stop());
  const linesElsewhere = [...logLines(await refused.stop()), ...logLines(await plain.stop())];
  await sagemaker.stop();
  return {
    sagemaker,
    answers: new Map(timings),
    lines: new Map(lines.map((line) => [line.requestId, line])),
    elsewhere,
    codesElsewhere: linesElsewhere.map(({ code }) => code),
  };
}

let runs: Record<Form, Awaited<ReturnType<typeof run>>>;

beforeAll(async () => {
  const [whole, bundle] = await Promise.all([run('whole packages'), run('bundle')]);
  runs = { 'whole packages': whole, bundle };
});

describe.each(forms)('the presigned-URL function (%s) with a SageMaker that misbehaves', (form) => {
  test.each(failures.map((failure): [string, Failure] => [failure.profile, failure]))(
    '%s',
    (profile, failure) => {
      const { sagemaker, answers, lines } = runs[form];
      const { response, elapsed, thrown } = answers.get(profile) ?? fail(profile);
      const line = lines.get(profile);
      expect(thrown).toBeUndefined();
      expect([response.statusCode, line?.code]).toEqual([failure.status, failure.code]);
      expect(line).toMatchObject({
        user: profile,
        profile,
        domain: 'd-abcdef123456',
        sourceIp: '10.20.0.15',
      });
      expect(response.headers['Cache-Control']).toBe('no-store');
      expect(elapsed).toBeLessThan(12_000);
      if (failure.attempts !== undefined) expect(sagemaker.attempts(profile)).toBe(failure.attempts);
      expect(sagemaker.attempts(profile)).toBeLessThanOrEqual(3);
      if (failure.status === 200) return;
      expect(response.headers['Content-Type']).toBe('application/problem+json');
      const problem = JSON.parse(response.body) as { code: ProblemCode };
      expect(Object.keys(problem)).toEqual(['type', 'title', 'status', 'code', 'requestId']);
      expect(problems[problem.code].status).toBe(failure.status);
      expect(JSON.parse(response.body)).toMatchObject({ status: failure.status, requestId: profile });
    },
  );

  test('a refused connection and a server without TLS are 502', () => {
    const { elsewhere, codesElsewhere } = runs[form];
    expect(elsewhere.map(({ response }) => response.statusCode)).toEqual([502, 502]);
    expect(codesElsewhere).toEqual(['sagemaker_unreachable', 'sagemaker_failed']);
    for (const { elapsed } of elsewhere) expect(elapsed).toBeLessThan(12_000);
  });

  test('the URL arrives as SageMaker made it', () => {
    expect(JSON.parse(runs[form].answers.get('success')?.response.body ?? '')).toEqual({
      authorizedUrl: studioUrl,
      expiresInSeconds: 30,
    });
  });

  test('SageMaker is asked for exactly what is configured', () => {
    expect(
      runs[form].sagemaker.requests.find(({ UserProfileName }) => UserProfileName === 'success'),
    ).toEqual({
      target: 'SageMaker.CreatePresignedDomainUrl',
      DomainId: 'd-abcdef123456',
      UserProfileName: 'success',
      ExpiresInSeconds: 30,
      SessionExpirationDurationInSeconds: 3600,
      LandingUri: 'app:JupyterLab:',
    });
  });
});

function fail(what: string): never {
  throw new Error(`no answer for ${what}`);
}
