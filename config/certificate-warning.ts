import type { Environment } from './load';
import { certificatesOf } from './referenced-files';

/** When the provider's certificate in a metadata file expires: from then on nobody can sign in. Undefined: no such file. */
export function certificateWarning(
  { identity, files }: Pick<Environment, 'identity' | 'files'>,
  now = Date.now(),
): string | undefined {
  const name = identity.cognito?.federation?.provider.saml?.metadataFile;
  if (name === undefined) return undefined;
  const ends = certificatesOf(files[name] ?? '').map(({ validTo }) => new Date(validTo));
  const first = ends.toSorted((a, b) => a.getTime() - b.getTime())[0];
  if (first === undefined) return undefined;
  const isOver = first.getTime() < now;
  const verb = isOver ? 'expired' : 'expires';
  const when = isOver ? 'now, as nobody can sign in by it' : 'before that day';
  return `Note: the provider's certificate in ${name} ${verb} on ${first.toISOString().slice(0, 10)}. With metadataUrl, Cognito takes a new one by itself; with this file, put the new metadata there and deploy ${when}.`;
}
