import { createLog } from '../../../handlers/shared/log';

function setUp() {
  const written: string[] = [];
  const log = createLog(
    (line) => written.push(line),
    () => new Date('2026-11-22T10:00:00Z'),
  );
  return { log, written };
}

test('a decision is one line of JSON', () => {
  const { log, written } = setUp();
  log('WARN', 'expired', { requestId: 'r-1', sourceIp: undefined, count: 2 });
  expect(written).toEqual([
    '{"level":"WARN","timestamp":"2026-11-22T10:00:00.000Z","code":"expired","requestId":"r-1","count":2}\n',
  ]);
});

test('a value cannot end the line, add a field or fill the log', () => {
  const { log, written } = setUp();
  log('INFO', 'allowed', { requestId: `a"\n{"code":"forged"}${'x'.repeat(10_000)}` });
  expect(written[0]?.match(/\n/g)).toHaveLength(1);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ code: 'allowed' });
  expect(written[0]?.length).toBeLessThan(400);
});
