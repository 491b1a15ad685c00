import fc from 'fast-check';
import { policyFor, stageOf } from '../../../handlers/authorizer/policy';

const stage = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod';

test.each([
  [`${stage}/GET/alice`, stage],
  [`${stage}/GET/`, stage],
  [`${stage}/GET`, stage],
  [`${stage}/DELETE/alice/deep/path?x=1`, stage],
  [
    'arn:aws-cn:execute-api:cn-north-1:123456789012:abc/v1/GET/me',
    'arn:aws-cn:execute-api:cn-north-1:123456789012:abc/v1',
  ],
  [
    'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/test-invoke-stage/GET/me',
    'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/test-invoke-stage',
  ],
])('the stage of %s is %s', (methodArn, expected) => {
  expect(stageOf(methodArn)).toBe(expected);
});

test.each([
  '',
  stage,
  'arn:aws:execute-api:eu-central-1:12345678901:abc/prod/GET/alice',
  'arn:aws:execute-api:eu-central-1:123456789012:ABC/prod/GET/alice',
  'arn:aws:execute-api:eu-central-1:123456789012:abc/*/GET/alice',
  'arn:aws:execute-api:eu-central-1:123456789012:abc/prod/*/alice',
  'arn:aws:execute-api:*:123456789012:abc/prod/GET/alice',
  `x${stage}/GET/alice`,
])('%j is not a method ARN', (methodArn) => {
  expect(stageOf(methodArn)).toBeUndefined();
});

test.each(['', '*', 'a*', 'a?', 'a/b', '${aws:username}', 'me', 'Me', 'alice\n', 'a'.repeat(64)])(
  'fails to build a policy for the profile %j',
  (profile) => {
    expect(() => policyFor(profile, stage)).toThrow('refusing to build a policy');
  },
);

// the unit `binary` of fast-check first lists all 1,112,064 characters
const character = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
const names = fc.stringMatching(/^[a-z0-9](-*[a-z0-9]){1,20}$/);

test('whatever the profile, the policy is refused or allows three ARNs without wildcard and denies all others', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: character }), names), (profile) => {
      let policy;
      try {
        policy = policyFor(profile, stage);
      } catch {
        return;
      }
      const own = [`${stage}/GET/${profile}`, `${stage}/GET/me`, `${stage}/GET/me/spaces`];
      expect(own.join('')).not.toMatch(/[*?$]/);
      expect(own[0]).toMatch(/^[\x21-\x7e]+$/);
      expect(own[0]?.split('/')).toHaveLength(4);
      expect(policy.Statement).toEqual([
        { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: own },
        { Effect: 'Deny', Action: 'execute-api:Invoke', NotResource: own },
      ]);
    }),
    { numRuns: 500 },
  );
});
