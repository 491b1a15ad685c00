import * as budget from '../../api/time-budget';

test('each wait ends before the one around it', () => {
  const waits = [
    2 * budget.sageMakerCallMilliseconds,
    budget.presignedUrlMilliseconds,
    budget.presignedUrlTimeoutSeconds * 1000,
    budget.integrationTimeoutMilliseconds,
    // the longest that API Gateway can be asked to wait
    29_000,
  ];
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(new Set(waits).size).toBe(waits.length);
  expect(budget.spacePagesMilliseconds + budget.sageMakerCallMilliseconds).toBeLessThan(
    budget.presignedUrlMilliseconds,
  );
  expect(budget.keySetAttemptMilliseconds).toBeLessThan(budget.keySetMilliseconds);
  expect(budget.keySetMilliseconds).toBeLessThan(budget.authorizerTimeoutSeconds * 1000);
});
