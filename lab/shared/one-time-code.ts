import { createHmac, randomBytes } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** How long each code is shown. */
export const stepMilliseconds = 30_000;

/** A secret for an authenticator app, in base 32: 52 letters, as Cognito's. */
export function newAppSecret(): string {
  return Array.from(randomBytes(52), (byte) => letters[byte % 32]).join('');
}

/**
 * The six digits that an authenticator app shows. https://www.rfc-editor.org/rfc/rfc6238
 * @param secret in base 32, in letters of either case
 * @param at in milliseconds since 1970
 */
export function oneTimeCode(secret: string, at: number): string {
  const bits = Array.from(secret.toUpperCase(), (letter) =>
    letters.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / stepMilliseconds)));
  const digest = createHmac('sha1', key).update(step).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0');
}

/** Whether a code is shown now, was shown just before or will be next: typing takes a while, and clocks differ. */
export function isShown(secret: string, code: string, at: number): boolean {
  return [-1, 0, 1].some((step) => oneTimeCode(secret, at + step * stepMilliseconds) === code);
}
