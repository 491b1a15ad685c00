import * as z from 'zod';

const isLoopback = ({ protocol, hostname }: URL) =>
  protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);

/** An `https:` address, or an `http:` one of this machine, without user, query and fragment. */
const address = z.string({ error: 'expected an https: address' }).refine(
  (text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    const isPlain = [url.username, url.password, url.search, url.hash].every((part) => part === '');
    return isPlain && (url.protocol === 'https:' || isLoopback(url));
  },
  { error: 'expected an https: address without user, query and fragment' },
);

const text = z.string({ error: 'expected a text' }).min(1, { error: 'expected a text that is not empty' });

const password = z.strictObject({
  kind: z.literal('password'),
  /** Issuer of the user pool's tokens. */
  issuer: text,
  /** The pool's app client. */
  clientId: text,
  /** Cognito's API in the pool's region. */
  endpoint: address,
});

const code = z.strictObject({
  kind: z.literal('code'),
  /** Issuer of the ID tokens, to the last character. */
  issuer: text,
  /** The client of the command line at the provider. */
  clientId: text,
  /** What is asked for, divided by blanks: with `openid`, and the scope of the API where it has one. */
  scope: text,
  authorizationEndpoint: address,
  tokenEndpoint: address,
  /** @default tokens cannot be revoked */
  revocationEndpoint: address.optional(),
  /** Where the browser's own session ends. @default the provider has no such address */
  endSessionEndpoint: address.optional(),
});

const network = z.cidrv4({ error: 'expected a network such as 10.20.0.0/16' });

const expected = z.strictObject({
  /** Networks of the VPC, where the private names lead. */
  networks: z
    .array(network, { error: 'expected a list of networks' })
    .min(1, { error: 'expected a network' }),
  /** Zone in which all names of Studio lie. */
  studioZone: text,
  /** Name of SageMaker's API, which Studio's page calls. */
  sagemakerApi: text,
  /** The API by the public alias of its endpoint, with the stage. */
  apiByAlias: address,
  /** The API by the public name of its endpoint, with the stage. */
  apiByEndpoint: address,
  /** Issuer of the access tokens, which need not be that of the ID tokens. */
  tokenIssuer: text,
  /** Claim of the access tokens that names the person. */
  profileClaim: text,
});

/**
 * What the command line has to know about a deployment. There is nothing secret in it: operators hand it out as a file.
 */
export const settingsSchema = z.strictObject({
  /** The form of this file. */
  version: z.literal(1, { error: 'expected 1: this file is for another version of studio-access' }),
  /** Name of the deployment. */
  environment: text,
  /** Address of the API with its stage, without a slash at the end. */
  apiUrl: address,
  region: text,
  /** Where people get help, such as an address or a channel; it is shown with failures. @default nothing is shown */
  help: text.optional(),
  /** How people sign in: by a code from a page, or with a password of the user pool. */
  signIn: z.discriminatedUnion('kind', [password, code], { error: 'expected kind "password" or "code"' }),
  /** What `doctor` compares with. @default it knows less, and checks less */
  expected: expected.optional(),
});

/** What `settingsSchema` accepts. */
export type Settings = z.output<typeof settingsSchema>;
/** How people sign in, in either way. */
export type SignInSettings = Settings['signIn'];
/** A sign-in with a password of the user pool. */
export type PasswordSettings = z.output<typeof password>;
/** A sign-in by a code from a page. */
export type CodeSettings = z.output<typeof code>;
