/**
 * What may be logged of an error: its class and, where there is one, its code, as `TimeoutError ETIMEDOUT`. Never a message:
 * messages quote what they choked on, and AWS's hold ARNs. Undefined if the name is no plain word, as upstream can make it.
 */
export function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !/^[A-Za-z]{1,64}$/.test(error.name)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /^\w{1,64}$/.test(code) ? `${error.name} ${code}` : error.name;
}
