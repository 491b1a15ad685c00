import { setTimeout as wait } from 'node:timers/promises';
import { writeSettings } from '../../../handlers/presigned-url/environment';
import type { ProxyResponse } from '../../../handlers/shared/proxy-response';
import {
  answers,
  type Behaviour,
  fails,
  FaultySageMaker,
  region,
  succeeds,
} from '../../../test-support/handlers/faulty-sagemaker';
import { build, forms } from '../../../test-support/handlers/forms';
import { FunctionProcess, logLines } from '../../../test-support/handlers/function-process';
import { proxyEventOf } from '../../../test-support/handlers/proxy-event';

afterAll(() => FunctionProcess.stopAll());

const environment = {
  ...writeSettings({
    domainId: 'd-abcdef123456',
    urlLifetimeSeconds: 30,
    sessionDurationSeconds: 3600,
    landingUri: undefined,
    landingApps: [],
    suspendedProfiles: ['suspended'],
    firstUse: {
      executionRoleArn: 'arn:aws:iam::123456789012:role/marked-role',
      securityGroupIds: ['sg-0123456789abcdef0'],
      tags: { Environment: 'marked-tag' },
      idleTimeoutMinutes: 60,
    },
  }),
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'marked-secret-key',
  AWS_SESSION_TOKEN: 'marked-session-token',
};

/** Answers one call after the other. */
const inTurn =
  (...behaviours: readonly Behaviour[]): Behaviour =>
  (response, attempt) =>
    behaviours[attempt - 1]?.(response, attempt);
const hangs: Behaviour = () => undefined;
const created = answers({ UserProfileArn: 'marked-arn' });
const is = (Status: string) => answers({ Status, FailureReason: 'marked-upstream' });
const missing = fails('ResourceNotFound');
const rejected = fails('ValidationException');

/** The operations that SageMaker is asked for. */
const [url, create, describeProfile] = [
  'CreatePresignedDomainUrl',
  'CreateUserProfile',
  'DescribeUserProfile',
];

interface Case {
  readonly behaviour: Behaviour;
  readonly status: number;
  readonly codes: readonly string[];
  /** If that is certain. */
  readonly asked?: readonly (string | undefined)[];
}

/** By the profile. */
const cases: Readonly<Record<string, Case>> = {
  'there-already': { behaviour: inTurn(succeeds), status: 200, codes: ['url_created'], asked: [url] },
  newcomer: {
    behaviour: inTurn(missing, created),
    status: 503,
    codes: ['profile_created', 'profile_pending'],
    asked: [url, create],
  },
  'being-made': {
    behaviour: inTurn(rejected, is('Pending')),
    status: 503,
    codes: ['profile_pending'],
    asked: [url, describeProfile],
  },
  'made-by-another-call': {
    behaviour: inTurn(missing, fails('ResourceInUse'), is('Pending')),
    status: 503,
    codes: ['profile_pending'],
    asked: [url, create, describeProfile],
  },
  failed: {
    behaviour: inTurn(rejected, is('Failed')),
    status: 502,
    codes: ['profile_failed'],
    asked: [url, describeProfile],
  },
  'beyond-the-quota': {
    behaviour: inTurn(missing, fails('ResourceLimitExceeded')),
    status: 502,
    codes: ['quota_reached'],
    asked: [url, create],
  },
  'just-ready': {
    behaviour: inTurn(rejected, is('InService'), succeeds),
    status: 200,
    codes: ['url_created'],
    asked: [url, describeProfile, url],
  },
  'rejected-for-good': {
    behaviour: inTurn(rejected, is('InService'), rejected),
    status: 502,
    codes: ['sagemaker_rejected'],
  },
  'not-allowed': {
    behaviour: inTurn(missing, fails('AccessDeniedException')),
    status: 502,
    codes: ['sagemaker_denied'],
    asked: [url, create],
  },
  'create-hangs': {
    behaviour: inTurn(missing, hangs, hangs, hangs),
    status: 504,
    codes: ['sagemaker_timeout'],
  },
  'describe-hangs': {
    behaviour: inTurn(rejected, hangs, hangs, hangs),
    status: 504,
    codes: ['sagemaker_timeout'],
  },
  suspended: { behaviour: inTurn(missing, created), status: 403, codes: ['suspended'], asked: [] },
};

describe.each(forms)('the presigned-URL function (%s), where profiles are made on first use', (form) => {
  let sagemaker: FaultySageMaker;
  let running: FunctionProcess;
  const results = new Map<string, { response: ProxyResponse; milliseconds: number }>();
  let lines: Record<string, unknown>[] = [];
  let output = '';

  beforeAll(async () => {
    sagemaker = new FaultySageMaker(
      new Map(Object.entries(cases).map(([profile, { behaviour }]) => [profile, behaviour])),
    );
    running = await FunctionProcess.start(await build('presigned-url', form), {
      ...environment,
      AWS_ENDPOINT_URL_SAGEMAKER: await sagemaker.start(),
    });
    await Promise.all(
      Object.keys(cases).map(async (profile) => {
        const { result, milliseconds } = await running.invoke(proxyEventOf(profile, profile));
        results.set(profile, { response: result as ProxyResponse, milliseconds });
      }),
    );
    // a call that was left behind at the deadline writes nothing later
    await wait(100);
    output = await running.stop();
    lines = logLines(output);
    await sagemaker.stop();
  });

  test.each(Object.entries(cases))('%s', (profile, { status, codes, asked }) => {
    const { response, milliseconds } = results.get(profile) ?? fail(profile);
    expect(response.statusCode).toBe(status);
    expect(lines.filter(({ requestId }) => requestId === profile).map(({ code }) => code)).toEqual(codes);
    expect(response.headers['Retry-After']).toBe(status === 503 ? '5' : undefined);
    expect(milliseconds).toBeLessThan(10_000);
    const targets = sagemaker.requests
      .filter(({ UserProfileName }) => UserProfileName === profile)
      .map(({ target }) => String(target).replace('SageMaker.', ''));
    if (asked) expect(targets).toEqual(asked);
    // nobody's profile but the caller's
    expect(targets.length).toBeLessThanOrEqual(4);
  });

  test('tells nobody what SageMaker says, nor the role, the tags or a URL', () => {
    const bodies = [...results.values()].filter(({ response }) => response.statusCode !== 200);
    expect(JSON.stringify(bodies)).not.toMatch(/marked|arn:|sg-/);
    expect(output).not.toMatch(/marked|arn:|sg-/);
  });
});

function fail(profile: string): never {
  throw new Error(`no answer for ${profile}`);
}
