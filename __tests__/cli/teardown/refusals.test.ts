import { Refused } from '../../../cli/teardown/consent';
import { requireAllStacks, requireOwnDomain } from '../../../cli/teardown/refusals';
import type { StackId } from '../../../config/stack-ids';

const wanted = { environment: 'prod', region: 'us-east-1' };
const createdDomain = { name: 'studio', deletesHomes: false };
const resource = (type: string, id: string) => ({ type, address: `${type}.made`, attributes: { id } });
const withDomain = { studio: [resource('aws_sagemaker_domain', 'd-1')] };
const released = { studio: [resource('aws_security_group', 'sg-1')] };

describe('a domain in a state', () => {
  it('is not destroyed if the environment file says that another one is used', () => {
    const check = () => {
      requireOwnDomain({ ...wanted, createdDomain: undefined }, withDomain);
    };
    expect(check).toThrow(Refused);
    expect(check).toThrow(
      /still holds the domain d-1[^]*deploy the release first[^]*put studio\.domain\.create back/,
    );
  });

  it.each([
    ['the environment made it', createdDomain, withDomain],
    ['it was released', undefined, released],
    ['nothing is deployed', undefined, {}],
  ])('is no reason to refuse if %s', (_, created, states) => {
    expect(() => {
      requireOwnDomain({ ...wanted, createdDomain: created }, states);
    }).not.toThrow();
  });
});

test('a stack that the environment file does not have any more is not left behind', () => {
  const check = (forgotten: readonly StackId[]) => () => {
    requireAllStacks('prod', forgotten);
  };
  expect(check(['corporate-network'])).toThrow(Refused);
  expect(check(['corporate-network'])).toThrow(
    'corporate-network: deployed, and not in environments/prod.json',
  );
  expect(check([])).not.toThrow();
});
