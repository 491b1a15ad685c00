import { executionLogLines } from '../../api-gateway/execution-log';
import type { ApiRequest } from '../../api-gateway/request';

const request = {
  requestId: 'r-1',
  query: new URLSearchParams('redirect=true'),
  headers: [
    ['AUTHORIZATION', 'Bearer secret'],
    ['x-api-key', 'secret'],
    ['Cookie', 'crumb'],
  ],
} as unknown as ApiRequest;
const answer = {
  status: 200,
  headers: { Location: 'https://studio' },
  body: '{"authorizedUrl":"https://x"}',
};

it('leaves the Authorization header out of the execution log, and writes the rest, with the answer', () => {
  const log = executionLogLines(request, answer, undefined);
  expect(log).not.toContain('secret');
  for (const shown of ['redirect=true', 'crumb', 'https://studio', answer.body]) expect(log).toContain(shown);
  for (const line of log.trim().split('\n')) expect(line).toMatch(/^\(r-1\) /);
});
