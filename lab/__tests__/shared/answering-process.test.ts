import { spawn } from 'node:child_process';
import { AnsweringProcess } from '../../shared/answering-process';

/** Answers later what comes earlier. */
const reversing = `
  const asked = [];
  process.on('message', (message) => {
    asked.push(message);
    if (message.last) for (const { id, text } of asked.reverse()) process.send({ id, text });
    if (message.end) process.exit(3);
  });
  process.on('disconnect', () => process.exit());
  process.send({ id: 0, text: 'ready' });
`;

function start(script: string) {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return new AnsweringProcess<{ readonly text: string }>('the process', child);
}

const over = new Error('the process has ended');

it('gives each message its answer', async () => {
  const answering = start(reversing);
  expect(await answering.ready).toEqual({ text: 'ready' });
  const answers = [answering.ask({ text: 'a' }), answering.ask({ text: 'b', last: true })];
  expect(await Promise.all(answers)).toEqual([{ text: 'a' }, { text: 'b' }]);
  await answering.stop();
});

it('fails what waits for an answer when the process ends, and what is asked later', async () => {
  const answering = start(reversing);
  await answering.ready;
  expect(answering.hasEnded).toBe(false);
  const answers = [answering.ask({}), answering.ask({ end: true })];
  await expect(Promise.allSettled(answers)).resolves.toEqual(
    Array<unknown>(2).fill({ status: 'rejected', reason: over }),
  );
  expect(answering.hasEnded).toBe(true);
  await expect(answering.ask({})).rejects.toEqual(over);
  await answering.stop();
});

it('fails what is asked while the process is stopped', async () => {
  const answering = start(reversing);
  await answering.ready;
  const stopped = answering.stop();
  await expect(answering.ask({})).rejects.toEqual(over);
  await stopped;
});

it('is never ready if the process ends before', async () => {
  await expect(start('process.exit(1)').ready).rejects.toEqual(over);
});
