import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Context } from './context';
import { cancelled, Failure } from './failure';
import { untilAborted } from './waiting';

interface QuestionOptions {
  /** What is typed is not shown. @default false */
  readonly isHidden?: boolean;
  /** Withdraws the question. */
  readonly signal?: AbortSignal;
}

/** Asks the person, at a terminal; or reads a line for each question from what is piped in. */
export interface Questions {
  /** @throws Failure if the person cancels, or nothing more is piped in */
  ask(question: string, options?: QuestionOptions): Promise<string>;
  /**
   * Shows something that shall be gone afterwards: on the terminal's other screen, which leaves nothing to scroll back to.
   * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (alternate screen buffer)
   */
  passing<T>(work: () => Promise<T>): Promise<T>;
  say(text: string): void;
}

/** Questions over the streams of the command. An interrupted command withdraws them. */
export function questionsOf({ input, messages, signal }: Context): Questions {
  const isTerminal = input.isTTY === true;
  const piped = isTerminal ? undefined : linesOf(input);
  const say = (text: string) => void messages.write(`${text}\n`);
  return {
    say,
    ask: async (question, options = {}) => {
      const ending = AbortSignal.any([signal, ...(options.signal ? [options.signal] : [])]);
      ending.throwIfAborted();
      // before the question: somebody may type at once, and what is hidden must not be shown by the terminal itself
      const line = piped ? piped() : typed(input, messages, options.isHidden === true, ending);
      messages.write(question);
      try {
        return await Promise.race([line, untilAborted(ending)]);
      } finally {
        // what is typed or piped in ends no line on the screen
        if (piped || options.isHidden) say('');
      }
    },
    passing: async (work) => {
      const hasScreen = isTerminal && messages.isTTY === true;
      if (hasScreen) messages.write('\u001b[?1049h\u001b[H');
      try {
        return await work();
      } finally {
        if (hasScreen) messages.write('\u001b[?1049l');
      }
    },
  };
}

/** One line from a terminal. Its own echo is off, so that nothing stays in the scrollback of what is hidden, or pasted beyond the line. */
function typed(
  input: Context['input'],
  messages: Context['messages'],
  isHidden: boolean,
  signal: AbortSignal,
): Promise<string> {
  let isShown = !isHidden;
  const output = new Writable({
    decodeStrings: false,
    write: (text: string, _encoding, done) => {
      if (isShown) messages.write(text);
      done();
    },
  });
  const reader = createInterface({ input, output, terminal: true, historySize: 0 });
  return new Promise<string>((resolve, reject) => {
    reader.once('line', (line) => {
      isShown = false;
      resolve(line);
    });
    // Ctrl-C, Ctrl-D
    reader.once('SIGINT', () => {
      reject(cancelled());
    });
    reader.once('close', () => {
      reject(cancelled());
    });
    signal.addEventListener(
      'abort',
      () => {
        reader.close();
      },
      { once: true },
    );
  }).finally(() => {
    reader.close();
  });
}

/** Lines that are piped in, one for each call. */
function linesOf(input: Context['input']): () => Promise<string> {
  let reader: Interface | undefined;
  const lines: string[] = [];
  const waiting: ((line: string | undefined) => void)[] = [];
  let isOver = false;
  const start = () => {
    reader = createInterface({ input });
    reader.on('line', (line) => {
      const next = waiting.shift();
      if (next) next(line);
      else lines.push(line);
    });
    reader.on('close', () => {
      isOver = true;
      for (const next of waiting.splice(0)) next(undefined);
    });
  };
  return async () => {
    if (!reader) start();
    const line =
      lines.shift() ??
      (isOver ? undefined : await new Promise<string | undefined>((resolve) => waiting.push(resolve)));
    if (line !== undefined) return line;
    throw new Failure({
      code: 'no_input',
      what: 'There is a question, and nobody to answer it: this is no terminal, and nothing more is piped in.',
      todo: 'Run the command in a terminal.',
    });
  };
}
