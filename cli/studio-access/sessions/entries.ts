/** Texts by name, in a keychain. */
export interface Entries {
  /** @returns undefined if there is no such entry */
  get(name: string): Promise<string | undefined>;
  set(name: string, text: string): Promise<void>;
  /** Succeeds also if there is no such entry. */
  delete(name: string): Promise<void>;
}

/**
 * Characters in one entry: Windows holds 2,560 bytes, of two for each character.
 * https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw
 */
const entryLength = 1000;

/** A text is in entries of one generation, which the first entry names: so a reader never joins parts of two texts. */
interface Head {
  readonly generation: number;
  readonly count: number;
}

/** Somebody else wrote between two reads; more often than this in a row means that the text is damaged. */
const readAttempts = 3;

/** @returns undefined if there is none, or if parts of it are missing */
export async function readText(entries: Entries, name: string): Promise<string | undefined> {
  for (let attempt = 1; attempt <= readAttempts; attempt += 1) {
    const head = parseHead(await entries.get(name));
    if (head === undefined) return undefined;
    const parts = await Promise.all(partsOf(name, head).map((part) => entries.get(part)));
    if (parts.every((part) => part !== undefined)) return parts.join('');
  }
  return undefined;
}

/** The old text stays readable until the new one is complete. One process writes at a time. */
export async function writeText(entries: Entries, name: string, text: string): Promise<void> {
  const old = parseHead(await entries.get(name));
  const head = { generation: (old?.generation ?? 0) + 1, count: Math.ceil(text.length / entryLength) };
  for (const [index, part] of partsOf(name, head).entries()) {
    await entries.set(part, text.slice(index * entryLength, (index + 1) * entryLength));
  }
  // of a longer text, which a killed process did not finish
  await deleteParts(entries, name, head.generation, head.count);
  await entries.set(name, `${head.generation} ${head.count}`);
  if (old) await deleteParts(entries, name, old.generation);
}

/** Deletes a text with all its parts, and the parts of a write that was killed. Nothing happens if there is none. */
export async function deleteText(entries: Entries, name: string): Promise<void> {
  const head = parseHead(await entries.get(name));
  await entries.delete(name);
  const generation = head?.generation ?? 0;
  await deleteParts(entries, name, generation);
  await deleteParts(entries, name, generation + 1);
}

async function deleteParts(entries: Entries, name: string, generation: number, first = 0): Promise<void> {
  for (let index = first; ; index += 1) {
    const part = partName(name, generation, index);
    if ((await entries.get(part)) === undefined) return;
    await entries.delete(part);
  }
}

function partsOf(name: string, { generation, count }: Head): string[] {
  return Array.from({ length: count }, (_, index) => partName(name, generation, index));
}

function partName(name: string, generation: number, index: number): string {
  return `${name}.${generation}.${index}`;
}

function parseHead(text: string | undefined): Head | undefined {
  const [, generation, count] = /^(\d{1,9}) (\d{1,3})$/.exec(text ?? '') ?? [];
  return generation === undefined ? undefined : { generation: Number(generation), count: Number(count) };
}
