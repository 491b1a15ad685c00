/** A secret text, and its name in messages. */
export interface Secret {
  readonly name: string;
  readonly text: string;
}

/** Shorter secrets are not searched for: a match could be a coincidence. */
const shortest = 12;

/** The token of an authorizer's event, whole and in parts. */
export function secretsOfEvent(event: unknown): Secret[] {
  const values = JSON.stringify(event).match(/Bearer [^"]*/g) ?? [];
  return values.flatMap((value) => {
    const token = value.slice('Bearer '.length);
    return [token, ...token.split('.')].map((text, part) => ({
      name: part === 0 ? 'a token' : `segment ${part} of a token`,
      text,
    }));
  });
}

/**
 * Secrets of every case: claim values, upstream messages, credentials and URL tokens all contain `marked-`, so this
 * list cannot miss one.
 */
export const markedSecrets: readonly Secret[] = [
  { name: 'a marked value', text: 'marked-' },
  { name: 'an ARN', text: 'arn:' },
  { name: 'a Studio URL', text: '.sagemaker.aws/' },
  { name: 'the header of a token', text: 'eyJ' },
];

/** The names of the secrets in a text, as plain text or encoded for JSON, URLs and base64. */
export function leaksIn(text: string, secrets: readonly Secret[]): string[] {
  const readings = [text, text.replaceAll('\\', ''), decoded(text)];
  const found = secrets
    .filter((secret) => secret.text.length >= shortest || markedSecrets.includes(secret))
    .filter((secret) => readings.some((reading) => reading.includes(secret.text)));
  return [...new Set(found.map(({ name }) => name))];
}

/** The text with percent escapes decoded, and everything that looks like base64 also decoded. */
function decoded(text: string): string {
  const plain = text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  const runs = text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [];
  return [plain, ...runs.map((run) => Buffer.from(run, 'base64url').toString('latin1'))].join('\n');
}
