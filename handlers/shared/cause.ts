/**
 * The part of an error that may be logged: its class and, where there is one, its code, as `TimeoutError ETIMEDOUT`. Never
 * its message: messages quote input, and AWS's hold ARNs. Undefined if the name is not a plain word: a server may choose it.
 */
export function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !/^[A-Za-z]{1,64}$/.test(error.name)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /^\w{1,64}$/.test(code) ? `${error.name} ${code}` : error.name;
}
