import { ApiGatewayRestApiPolicy } from '@cdktf/provider-aws/lib/api-gateway-rest-api-policy';
import { synthesize } from '../../../test-support/synthesize';
import type { StackId } from '../../../config/stack-ids';
import { resourceOf, resourcesOf, type StackJson } from '../../../test-support/terraform-json';

const example = synthesize();

describe('the API', () => {
  const api = example['private-api'];

  it('is private', () => {
    expect(resourceOf(api, 'aws_api_gateway_rest_api', 'api')).toMatchObject({
      endpoint_configuration: {
        types: ['PRIVATE'],
        vpc_endpoint_ids: [expect.stringContaining('execute-apiid')],
      },
    });
  });

  it('serves /me, /me/spaces, /{EMPLOYEE_ID}, and the page with its files', () => {
    const paths = Object.values(resourcesOf(api, 'aws_api_gateway_resource')).map(
      ({ path_part }) => path_part,
    );
    expect(paths.toSorted()).toEqual(['me', 'portal', 'spaces', '{EMPLOYEE_ID}', '{file}']);
  });

  it('identifies callers by the Authorization header', () => {
    expect(resourceOf(api, 'aws_api_gateway_authorizer', 'api-authorizer')).toMatchObject({
      type: 'REQUEST',
      identity_source: 'method.request.header.Authorization',
      authorizer_result_ttl_in_seconds: 120,
    });
  });
});

describe('the API is deployed again when what its stage serves changes', () => {
  const triggersOf = (stacks: Record<StackId, StackJson>) =>
    resourceOf(stacks['private-api'], 'aws_api_gateway_deployment', 'deployment').triggers as Record<
      string,
      string
    >;
  const before = triggersOf(example);
  const changedIn = (after: Record<string, string>) =>
    Object.keys(before).filter((trigger) => before[trigger] !== after[trigger]);
  const changedBy = (changes: Record<string, unknown>) => changedIn(triggersOf(synthesize(changes)));

  it('by the authorizer', () => {
    expect(changedBy({ 'api.authorizerCacheSeconds': 60 })).toEqual(['authorizer']);
  });

  it('by the endpoint and the id of the authorizer, which only Terraform knows', () => {
    expect(before.endpointId).toContain('execute-apiid');
    expect(before.authorizerId).toBe('${aws_api_gateway_authorizer.api-authorizer.id}');
  });

  it('by the policy: it is part of what is hashed', () => {
    const after = triggersOf(
      synthesize({}, (app) => {
        const policy = app.node.findChild('private-api').node.findChild('api-policy');
        if (!(policy instanceof ApiGatewayRestApiPolicy)) throw new Error('api-policy is another resource');
        policy.policy = '{}';
      }),
    );
    expect(changedIn(after)).toEqual(['policy']);
  });

  it('and by nothing else', () => {
    expect(
      changedBy({ 'studio.users': ['carol'], 'studio.urlLifetimeSeconds': 5, 'api.throttle.burst': 7 }),
    ).toEqual([]);
  });
});
