import {
  claims,
  clientId,
  header,
  issuer,
  makePool,
  published,
} from '../../../test-support/handlers/attacks';
import { build, type Form, forms } from '../../../test-support/handlers/forms';
import { authorizerEvent } from '../../../test-support/handlers/authorizer-event';
import { FunctionProcess, logLines } from '../../../test-support/handlers/function-process';
import { keyAnswers } from '../../../test-support/handlers/key-answers';
import { type KeyAnswer, KeyServer, keySet, sends } from '../../../test-support/handlers/key-server';
import { mint, rs256 } from '../../../test-support/handlers/tokens';

const pool = makePool();
const now = Math.floor(Date.now() / 1000);
const valid = authorizerEvent(`Bearer ${mint(header, claims(now), rs256(pool.access.privateKey))}`);

const answers = keyAnswers(pool);

afterAll(() => FunctionProcess.stopAll());

async function start(form: Form, answer: KeyAnswer) {
  const keys = await KeyServer.start(answer);
  const authorizer = await FunctionProcess.start(await build('authorizer', form), {
    USER_POOL_ISSUER: issuer,
    APP_CLIENT_ID: clientId,
    JWKS_URI: keys.uri,
  });
  return { keys, authorizer };
}

test.concurrent.each(forms)(
  'the authorizer (%s) tells an issuer that gives no keys from a caller without rights',
  async (form) => {
    const outcomes = await Promise.all(
      answers.map(async ([name, answer]) => {
        const { authorizer } = await start(form, answer);
        const { thrown } = await authorizer.invoke(valid);
        const [line] = logLines(await authorizer.stop());
        return `${name}: ${String(line?.code)}, ${thrown?.message ?? 'policy'}`;
      }),
    );
    expect(outcomes).toEqual(
      answers.map(([name, , code]) =>
        code === 'allowed'
          ? `${name}: allowed, policy`
          : `${name}: jwks_unavailable, signing keys are unavailable`,
      ),
    );
  },
);

test.concurrent.each(forms)(
  'the authorizer (%s) serves on when the issuer goes down, and blames no caller whose key may be new',
  async (form) => {
    const { keys, authorizer } = await start(form, keySet(published(pool)));
    await expect(authorizer.invoke(valid)).resolves.toHaveProperty('result');
    await keys.stop();
    await expect(authorizer.invoke(valid)).resolves.toHaveProperty('result');
    const unknown = mint({ ...header, kid: 'made-up' }, claims(now), rs256(pool.access.privateKey));
    const reply = await authorizer.invoke(authorizerEvent(`Bearer ${unknown}`));
    expect(reply.thrown?.message).toBe('signing keys are unavailable');
  },
);

test.concurrent.each(forms)(
  'the authorizer (%s) lets people in, and raises no alarm, when the first connection breaks',
  async (form) => {
    const { keys, authorizer } = await start(form, (response) => {
      keys.answer = keySet(published(pool));
      response.destroy();
    });
    await expect(authorizer.invoke(valid)).resolves.toHaveProperty('result');
    expect(logLines(await authorizer.stop()).map(({ code }) => code)).toEqual(['allowed']);
  },
);

test.concurrent.each(forms)(
  'the authorizer (%s) lets people in when each answer of the issuer takes three seconds',
  async (form) => {
    const { authorizer } = await start(form, (response) => {
      setTimeout(() => {
        keySet(published(pool))(response);
      }, 3000);
    });
    await expect(authorizer.invoke(valid)).resolves.toHaveProperty('result');
  },
);

test.concurrent.each(forms)('the authorizer (%s) recovers without a restart', async (form) => {
  const { keys, authorizer } = await start(form, sends('', 500));
  await expect(authorizer.invoke(valid)).resolves.toHaveProperty(
    'thrown.message',
    'signing keys are unavailable',
  );
  keys.answer = keySet(published(pool));
  await new Promise((resolve) => setTimeout(resolve, 1600));
  await expect(authorizer.invoke(valid)).resolves.toHaveProperty('result');
});

test.concurrent.each(forms)(
  'the authorizer (%s) fails to load with a wrong environment, naming all that is wrong',
  async (form) => {
    const start = FunctionProcess.start(await build('authorizer', form), {
      USER_POOL_ISSUER: 'x',
      JWKS_URI: 'http://keys.example',
    });
    await expect(start).rejects.toThrow(
      /environment has 3 problems:\nUSER_POOL_ISSUER is "x".*\nAPP_CLIENT_ID is not set.*\nJWKS_URI is "http:/,
    );
  },
);

test.concurrent.each(forms)(
  'the presigned-URL function (%s) fails to load with a wrong environment, naming all that is wrong',
  async (form) => {
    const start = FunctionProcess.start(await build('presigned-url', form), {
      STUDIO_DOMAIN_ID: 'x',
      URL_LIFETIME_SECONDS: '1',
    });
    await expect(start).rejects.toThrow(
      /environment has 4 problems:\nSTUDIO_DOMAIN_ID is "x".*\nURL_LIFETIME_SECONDS is "1".*\nSESSION_DURATION_SECONDS is not set.*\nAWS_REGION is not set/,
    );
  },
);
