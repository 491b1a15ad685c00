import { explainProtected } from '../../review/protected';

describe('why a plan refuses to destroy', () => {
  it.each([
    ['aws_sagemaker_domain.domain', 'studio.domain'],
    ['aws_sagemaker_domain.domain[0]', 'studio.domain'],
    ['aws_cognito_user_pool.user-pool', 'identity'],
    ['aws_api_gateway_rest_api.api', 'api'],
    ['aws_route53_resolver_endpoint.inbound-resolver', 'network.resolver'],
  ])('%s: names the setting %s and the way to do it on purpose', (address, setting) => {
    expect(explainProtected(address)).toMatch(new RegExp(`^${setting.replaceAll('.', '\\.')}: `));
    expect(explainProtected(address)).toContain('"protectFromDestroy": false');
  });

  it('says nothing of a resource that is not protected', () => {
    expect(explainProtected('aws_vpc.vpc')).toBeUndefined();
    expect(explainProtected('module.x.aws_sagemaker_domain.domain')).toBeUndefined();
  });
});
