import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Command lines of all processes, as long as some work takes. */
export async function commandLines<T>(work: () => Promise<T>): Promise<[result: T, seen: string]> {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        // it has ended meanwhile
      }
    }
  }, 20);
  try {
    return [await work(), [...seen].join('\n')];
  } finally {
    clearInterval(timer);
  }
}

/** Texts of all files on the person's computer, but of those where sessions are. */
export function files(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.endsWith('.session'))
    .map((name) => path.join(folder, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
}

/** Which of the secrets are where; nothing may be. */
export function leaks(
  secrets: Readonly<Record<string, string>>,
  places: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(secrets).flatMap(([name, value]) => {
      const forms = [value, encodeURIComponent(value), Buffer.from(value).toString('base64').slice(4, -4)];
      return forms.some((form) => text.includes(form)) ? [`${name} in ${place}`] : [];
    }),
  );
}
