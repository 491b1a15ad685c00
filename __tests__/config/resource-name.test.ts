import fc from 'fast-check';
import { resourceName, rolesOfNoUser, userRoleName } from '../../config/resource-name';
import { variants } from '../../test-support/environments';
import { synthesize } from '../../test-support/synthesize';

const environmentNamePattern = /^[a-z][a-z0-9-]{0,22}[a-z0-9]$/;
const start = resourceName('example', '');

/** Names in a deployment, each after its resource type and attribute: `aws_iam_role.name: authorizer`. */
function namesOf(changes: Readonly<Record<string, unknown>>): string[] {
  return Object.values(synthesize(changes)).flatMap(({ resource = {} }) =>
    Object.entries(resource).flatMap(([type, resources]) =>
      Object.values(resources).flatMap((attributes) => namesWithin(type, attributes)),
    ),
  );
}

/** A name may follow a prefix of its own: `/aws/lambda/studio-access-…`. */
function namesWithin(place: string, value: unknown): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => namesWithin(`${place}.${key}`, inner));
  }
  if (typeof value !== 'string' || !value.includes(start) || /[ {"]/.test(value)) return [];
  return [`${place}: ${value.replace(start, '')}`];
}

// what is there for each user has the user's name as an expression
const names = [...new Set([{}, ...Object.values(variants)].flatMap(namesOf))];

describe('names that do not come from a user', () => {
  it('are in the stacks', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        'aws_iam_role.name: authorizer',
        'aws_lambda_function.function_name: presigned-url',
        'aws_cloudwatch_log_group.name: /aws/lambda/authorizer',
        'aws_cloudwatch_log_group.name: /vpc/flow-logs',
        'aws_cloudwatch_metric_alarm.alarm_name: api-5xx',
        'aws_cloudwatch_log_metric_filter.metric_transformation.namespace: metrics',
        'aws_cognito_user_pool.name: users',
        'aws_security_group.name: resolver',
      ]),
    );
  });

  it('differ from those of every other environment: none ends in a hyphen and another name of its kind', () => {
    const meeting = names.flatMap((name) => {
      const [place = '', part = ''] = name.split(/: (?:.*\/)?/);
      return names.filter((other) => {
        const [otherPlace, otherPart = ''] = other.split(/: (?:.*\/)?/);
        return otherPlace === place && part.endsWith(`-${otherPart}`);
      });
    });
    expect(meeting).toEqual([]);
  });

  it('of roles are those that users’ roles avoid', () => {
    const roles = names.flatMap((name) => /^aws_iam_role\.name: (.*)/.exec(name)?.[1] ?? []);
    expect([...new Set(roles)].toSorted()).toEqual(rolesOfNoUser);
  });
});

describe('userRoleName', () => {
  it.each([
    ['aa', 'alice', 'studio-access-aa-user-alice'],
    ['aa', 'alice-smith', 'studio-access-aa-user-alice-smith'],
    ['aa', 'no-access-alice', 'studio-access-aa-user-no-access-alice'],
    ['aa', 'user', 'studio-access-aa-user-user'],
    ['aa', 'authorizer', 'studio-access-aa-user.authorizer'],
    ['aa', 'x-presigned-url', 'studio-access-aa-user.x-presigned-url'],
    ['aa', 'user-alice', 'studio-access-aa-user.user-alice'],
    ['aa', 'bob-user-alice', 'studio-access-aa-user.bob-user-alice'],
    [
      'production-eu-central-12',
      'maximiliane-of-the-long-names',
      'studio-access-production-eu-central-12-user-maximiliane-d2d45b04',
    ],
    // 64 characters: a name that ends like a hash gets its own hash
    ['aa', 'a'.repeat(42), `studio-access-aa-user-${'a'.repeat(42)}`],
    ['aa', `${'a'.repeat(33)}-0123abcd`, expect.not.stringMatching(/-0123abcd$/)],
  ])('in %s: %s has the role %s', (environmentName, user, expected) => {
    expect(userRoleName(environmentName, user)).toEqual(expected);
  });

  // words in names of roles, so that the cases include names that could collide
  const words = [
    'a',
    'b',
    'user',
    'aa',
    'x0',
    ...rolesOfNoUser.flatMap((part) => [part, ...part.split('-')]),
  ];
  const joined = (maximumWords: number) =>
    fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: maximumWords })
      .map((chosen) => chosen.join('-'));
  const environmentNames = joined(4).filter((name) => environmentNamePattern.test(name));
  const users = fc.oneof(
    joined(12).map((name) => name.slice(0, 63).replace(/-+$/, '')),
    fc.stringMatching(/^[a-z0-9](-{0,2}[a-z0-9]){0,20}$/),
  );
  const roles = fc.oneof(
    { weight: 3, arbitrary: users.map((user) => ({ user })) },
    { weight: 1, arbitrary: fc.constantFrom(...rolesOfNoUser).map((part) => ({ part })) },
  );
  type Role = { readonly user: string } | { readonly part: string };
  const nameOf = (environmentName: string, role: Role) =>
    'user' in role ? userRoleName(environmentName, role.user) : resourceName(environmentName, role.part);

  it('gives roles of any two environments different names, which IAM accepts', () => {
    const deployment = fc.array(fc.tuple(environmentNames, roles), { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(deployment, (pairs) => {
        const pairByName = new Map<string, string>();
        for (const [environmentName, role] of pairs) {
          const name = nameOf(environmentName, role);
          const pair = JSON.stringify([environmentName, role]);
          const other = pairByName.get(name) ?? pair;
          if (other !== pair || !/^[\w+=,.@-]{1,64}$/.test(name))
            throw new Error(`${other} and ${pair}: ${name}`);
          pairByName.set(name, pair);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives roles different names even if a text can be split into environment and part in several ways', () => {
    const texts = fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(texts, (chosen) => {
        const roleNames = chosen.flatMap((_, index): string[] => {
          const environmentName = chosen.slice(0, index).join('-');
          const part = chosen.slice(index).join('-');
          if (!environmentNamePattern.test(environmentName)) return [];
          if (rolesOfNoUser.includes(part)) return [resourceName(environmentName, part)];
          return part.startsWith('user-') ? [userRoleName(environmentName, part.slice('user-'.length))] : [];
        });
        if (new Set(roleNames).size < roleNames.length) throw new Error(roleNames.join(', '));
      }),
      { numRuns: 20_000 },
    );
  });
});
