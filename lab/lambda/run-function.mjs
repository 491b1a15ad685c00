// One execution environment of a Lambda function: loads the handler and calls it with one event at a time. It logs an
// error of the handler as Lambda's own runtime does, in the JSON log format.
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const [, , file, name] = process.argv;
const { now } = Date;
let aheadMilliseconds = 0;
Date.now = () => now() + aheadMilliseconds;
process.on('disconnect', () => process.exit());

try {
  const loaded = await import(pathToFileURL(file).href);
  const handler = loaded[name] ?? loaded.default?.[name];
  process.on('message', async ({ id, event, context, ...clock }) => {
    aheadMilliseconds = clock.aheadMilliseconds;
    try {
      process.send({ id, result: (await handler(event, context)) ?? null });
    } catch (error) {
      report(error, context.awsRequestId);
      process.send({ id, error: { errorType: error?.name, errorMessage: error?.message ?? String(error) } });
    }
  });
  process.send({ id: 0 });
} catch (error) {
  report(error);
  process.exit(1);
}

function report(error, requestId) {
  const { name: errorType, message: errorMessage, stack, cause } = error ?? {};
  const message = { errorType, errorMessage, stackTrace: stack?.split('\n'), cause: cause && String(cause) };
  const line = { timestamp: new Date().toISOString(), level: 'ERROR', requestId, message };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
