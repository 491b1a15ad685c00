import { PassThrough } from 'node:stream';
import { questionsOf } from '../../../cli/studio-access/questions';
import type { Context } from '../../../cli/studio-access/context';

/** A terminal, with what happens on it in its order. */
function terminal() {
  const seen: string[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => seen.push(isRaw ? '<no echo>' : '<echo>'),
  });
  const messages = { isTTY: true, write: (text: string) => seen.push(text) };
  const { signal } = new AbortController();
  const questions = questionsOf({ input, messages, signal } as unknown as Context);
  return { input, questions, shown: () => seen.join('') };
}

describe('a question at a terminal', () => {
  it('is asked once the terminal shows nothing by itself: somebody may type at once', async () => {
    const { input, questions, shown } = terminal();
    const answer = questions.ask('Password: ', { isHidden: true });
    expect(shown()).toBe('<no echo>Password: ');
    input.write('hunter22\r');
    expect(await answer).toBe('hunter22');
    expect(shown()).toBe('<no echo>Password: <echo>\n');
  });

  it('shows no second line that is pasted with its answer, as that may be a password', async () => {
    const { input, questions, shown } = terminal();
    const answer = questions.ask('User name: ');
    input.write('alice\rhunter22\r');
    expect(await answer).toBe('alice');
    expect(shown()).toContain('alice');
    expect(shown()).not.toContain('hunter');
  });
});
