// A function that leaks a secret in the way that the environment names, to show that tests detect it.
import { Buffer } from 'node:buffer';
import console from 'node:console';
import process from 'node:process';

const url =
  'https://studio-d-abcdef123456.studio.eu-central-1.sagemaker.aws/auth?token=marked-url-token-9e21';
const upstream = 'User: arn:aws:sts::123456789012:assumed-role/marked-role is not authorized';

const leaks = {
  event: (event) => console.log(event),
  header: (event) =>
    console.log(JSON.stringify({ code: 'refused', kid: event.headers.Authorization.split('.')[0] })),
  signature: (event) => console.error(event.headers.Authorization.split('.')[2]),
  claims: (event) =>
    console.log(Buffer.from(event.headers.Authorization.split('.')[1], 'base64url').toString().slice(0, 60)),
  encoded: () => console.log(Buffer.from(upstream).toString('base64')),
  url: () => console.error(JSON.stringify({ code: 'url_created', location: encodeURIComponent(url) })),
  thrown: (event) => {
    throw new Error(`token ${event.headers.Authorization} is invalid`);
  },
  cause: () => {
    throw new Error('Unauthorized', { cause: new Error(upstream) });
  },
  body: () => ({
    statusCode: 502,
    headers: {},
    body: JSON.stringify({ title: 'Bad Gateway', detail: upstream }),
  }),
  location: () => ({ statusCode: 502, headers: { Location: url }, body: '' }),
  nothing: () => ({ statusCode: 502, headers: {}, body: '{}' }),
};

export const handler = async (event) => leaks[process.env.LEAK](event);
