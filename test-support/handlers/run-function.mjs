// Runs one Lambda function as a child process: loads the module named on the command line and calls its handler with
// each event that its parent sends. Output of the function goes to stdout and stderr unchanged, and nothing else does: the
// lab's runner adds lines as Lambda does, which would hide who printed what.
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const started = performance.now();
const loaded = await import(pathToFileURL(process.argv[2]).href);
const handler = loaded.handler ?? loaded.default.handler;
process.send({ id: 0, importMilliseconds: performance.now() - started });

process.on('message', ({ id, event, context, stop }) => {
  if (stop) {
    process.disconnect();
    return;
  }
  const called = performance.now();
  const milliseconds = () => performance.now() - called;
  handler(event, context).then(
    (result) => process.send({ id, result, milliseconds: milliseconds() }),
    (error) => process.send({ id, thrown: describe(error), milliseconds: milliseconds() }),
  );
});

function describe(error) {
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    cause: cause === undefined ? undefined : String(cause),
    own: Object.keys(error),
  };
}
