import { parseEnvironment } from '../../config/load';
import { exampleFile, exampleWith, readNamedFile, variants } from '../../test-support/environments';
import { malformedFiles, wrongConfigurations } from '../../test-support/wrong-configurations';

/** The message of a refused file; fails when the file is accepted. */
function refusal(file: unknown): string {
  try {
    parseEnvironment(
      typeof file === 'string' ? file : JSON.stringify(file),
      'environments/test.json',
      readNamedFile,
    );
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the file was accepted');
}

describe('a wrong configuration is refused, naming key, value and expectation', () => {
  it.each(wrongConfigurations)('%s', (_, changes, expected) => {
    const message = refusal(exampleWith(changes));
    expect(message).toContain(expected);
    expect(message).toMatch(/^environments\/test\.json has 1 problem:\n {2}\S/);
  });
});

describe('a malformed file is refused, naming the place', () => {
  it.each(malformedFiles)('%s', (_, text, expected) => {
    expect(refusal(text)).toContain(expected);
  });
});

it('names the keys of a choice when it gets an unknown one', () => {
  expect(refusal(exampleWith({ 'network.vpc': { reuse: {} } }))).toContain(
    'network.vpc.reuse: got {}, expected a known key: exactly one of the keys create, existing',
  );
});

it.each(['original', 'updated'])(
  'says what to do about the setting for the issuer, which earlier versions had: %s',
  (issuerFormat) => {
    const message = refusal(exampleWith({ 'identity.issuerFormat': issuerFormat }));
    expect(message).toMatch(/^environments\/test\.json has 1 problem:\n/);
    expect(message).toContain(
      `identity.issuerFormat: got "${issuerFormat}", expected no such setting any more: remove it.`,
    );
  },
);

it('reports every problem of a file at once, whatever sections they are in', () => {
  const message = refusal(
    exampleWith({
      region: undefined,
      regoin: 'us-east-1',
      'network.vpc.create.cidr': '10.20.0.1/16',
      'network.resolver.hostNumber': 2,
      'corporate.cidrs': ['10.0.0.0/8'],
      'corporate.connection': { transitGatewayId: 'x' },
      'studio.users': ['me', 'Alice', 'bob', 'bob', 'a_b'],
      'studio.urlLifetimeSeconds': 1,
      'api.throttle.ratePerSecond': '5',
    }),
  );
  const paths = message
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(': got')[0]);
  expect(message).toMatch(/^environments\/test\.json has 12 problems:\n/);
  expect(paths.toSorted()).toEqual([
    'api.throttle.ratePerSecond',
    'corporate.cidrs[0]',
    'corporate.connection.transitGatewayId',
    'network.resolver.hostNumber',
    'network.vpc.create.cidr',
    'region',
    'regoin',
    'studio.urlLifetimeSeconds',
    'studio.users[0]',
    'studio.users[1]',
    'studio.users[3]',
    'studio.users[4]',
  ]);
});

describe('a right configuration is accepted', () => {
  it.each(Object.entries(variants))('%s', (_, changes) => {
    expect(() =>
      parseEnvironment(JSON.stringify(exampleWith(changes)), 'environments/test.json', readNamedFile),
    ).not.toThrow();
  });

  it('with both limits of every range', () => {
    const accepted = (changes: Record<string, unknown>) =>
      parseEnvironment(JSON.stringify(exampleWith(changes)), 'environments/test.json', readNamedFile);
    expect(accepted({ 'studio.urlLifetimeSeconds': 5 }).studio.urlLifetimeSeconds).toBe(5);
    expect(accepted({ 'studio.urlLifetimeSeconds': 300 }).studio.urlLifetimeSeconds).toBe(300);
    expect(accepted({ 'network.resolver.hostNumber': 4 }).network.resolver.hostNumber).toBe(4);
    expect(accepted({ 'network.resolver.hostNumber': 8190 }).network.resolver.hostNumber).toBe(8190);
  });

  it('in its shortest form, with defaults that lower no security', () => {
    const { region, allowedAccountIds, network, corporate, studio } = exampleFile();
    const short = { region, allowedAccountIds, network, corporate, studio };
    expect(parseEnvironment(JSON.stringify(short), 'environments/test.json', readNamedFile)).toMatchObject({
      protectFromDestroy: true,
      state: { type: 'local' },
      identity: { cognito: { mfa: 'required', accessTokenMinutes: 60 } },
      api: { manageAccountCloudWatchRole: false, throttle: { ratePerSecond: 50, burst: 100 } },
      dns: { apiZone: 'api' },
    });
  });
});
