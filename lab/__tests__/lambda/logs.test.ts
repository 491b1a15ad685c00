import type { DeployedFunction } from '../../deployed/functions';
import { isKept } from '../../lambda/logs';

const line = (level: string) => JSON.stringify({ level, timestamp: '2026-01-01T00:00:00.000Z', code: 'x' });

describe('a line that a function prints', () => {
  it.each([
    ['of its level', { format: 'JSON', applicationLevel: 'INFO', isAllowed: true }, line('INFO'), true],
    ['above its level', { format: 'JSON', applicationLevel: 'INFO', isAllowed: true }, line('ERROR'), true],
    ['below its level', { format: 'JSON', applicationLevel: 'WARN', isAllowed: true }, line('INFO'), false],
    ['without level, as INFO', { format: 'JSON', applicationLevel: 'INFO', isAllowed: true }, 'text', true],
    [
      'without time, as INFO',
      { format: 'JSON', applicationLevel: 'WARN', isAllowed: true },
      '{"level":"ERROR"}',
      false,
    ],
    [
      'as text, whatever its level',
      { format: 'Text', applicationLevel: 'WARN', isAllowed: true },
      line('INFO'),
      true,
    ],
    ['where it may not write', { format: 'Text', applicationLevel: 'INFO', isAllowed: false }, 'text', false],
  ])('%s', (_, logging, text, expected) => {
    expect(isKept({ logging } as DeployedFunction, text)).toBe(expected);
  });
});
