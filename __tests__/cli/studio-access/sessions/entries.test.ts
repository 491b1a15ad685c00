import fc from 'fast-check';
import {
  deleteText,
  type Entries,
  readText,
  writeText,
} from '../../../../cli/studio-access/sessions/entries';

class Memory implements Entries {
  readonly texts = new Map<string, string>();
  get = (name: string) => Promise.resolve(this.texts.get(name));
  set = (name: string, text: string) => {
    // what Windows' Credential Manager holds, in characters of two bytes
    if (text.length > 1280) return Promise.reject(new Error('too long'));
    this.texts.set(name, text);
    return Promise.resolve();
  };
  delete = (name: string) => {
    this.texts.delete(name);
    return Promise.resolve();
  };
}

describe('a long text in entries of a keychain', () => {
  it('is read as it was written, whatever was there before, and leaves nothing when it is deleted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 5000 }), { minLength: 1, maxLength: 4 }),
        async (texts) => {
          const memory = new Memory();
          for (const text of texts) {
            await writeText(memory, 'a', text);
            expect(await readText(memory, 'a')).toBe(text);
          }
          await deleteText(memory, 'a');
          expect(memory.texts.size).toBe(0);
          expect(await readText(memory, 'a')).toBeUndefined();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is the old one until the new one is complete', async () => {
    const old = 'o'.repeat(2500);
    for (let writes = 0; writes < 4; writes += 1) {
      const memory = new Memory();
      await writeText(memory, 'a', old);
      let left = writes;
      const dying: Entries = {
        get: memory.get,
        delete: memory.delete,
        set: (name, text) => (left-- > 0 ? memory.set(name, text) : Promise.reject(new Error('killed'))),
      };
      await expect(writeText(dying, 'a', 'n'.repeat(2500))).rejects.toThrow('killed');
      expect(await readText(memory, 'a')).toBe(old);
      // and what was left half-written neither gets into the next one nor stays
      const next = structuredClone(memory.texts);
      await deleteText(memory, 'a');
      expect(memory.texts.size).toBe(0);
      for (const [name, text] of next) memory.texts.set(name, text);
      await writeText(memory, 'a', 'next');
      expect(await readText(memory, 'a')).toBe('next');
      expect([...memory.texts.keys()].sort()).toEqual(['a', 'a.2.0']);
    }
  });

  it('is never made of two texts, when another process writes meanwhile', async () => {
    const memory = new Memory();
    await writeText(memory, 'a', 'o'.repeat(2500));
    let reads = 0;
    const racing: Entries = {
      set: memory.set,
      delete: memory.delete,
      get: async (name) => {
        const text = await memory.get(name);
        if ((reads += 1) === 1) await writeText(memory, 'a', 'n'.repeat(2500));
        return text;
      },
    };
    expect(await readText(racing, 'a')).toBe('n'.repeat(2500));
  });

  it('is none if a part is missing, or somebody else wrote the first entry', async () => {
    const memory = new Memory();
    await writeText(memory, 'a', 'o'.repeat(2500));
    memory.texts.delete('a.1.1');
    expect(await readText(memory, 'a')).toBeUndefined();
    memory.texts.set('b', 'something');
    expect(await readText(memory, 'b')).toBeUndefined();
  });
});
