import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { satisfies } from '../../packaging/replacements/semver';
import unused from '../../packaging/replacements/unused';

/** The package that is replaced, as jsonwebtoken finds it. */
const jsonwebtoken = createRequire(__filename).resolve('jsonwebtoken');
const semver = createRequire(jsonwebtoken)('semver') as { readonly satisfies: typeof satisfies };

describe('semver', () => {
  const folder = path.join(path.dirname(jsonwebtoken), 'lib');
  const ranges = readdirSync(folder).flatMap((file) =>
    [
      ...readFileSync(path.join(folder, file), 'utf8').matchAll(/satisfies\(process\.version, '([^']+)'\)/g),
    ].map(([, range = '']) => range),
  );

  test('jsonwebtoken checks three version ranges', () => {
    expect(ranges).toHaveLength(3);
  });

  test.each(ranges.flatMap((range) => ['v20.0.0', 'v22.0.0', 'v24.9.0'].map((version) => [range, version])))(
    'answers for %s and %s as the package does',
    (range = '', version = '') => {
      expect(satisfies(version, range)).toBe(semver.satisfies(version, range));
    },
  );

  test('throws for any other range', () => {
    expect(() => satisfies('v22.0.0', '>=99')).toThrow('>=99');
  });
});

test('an unused replacement throws when it is called', () => {
  expect(unused).toThrow('left out of the bundle');
});
