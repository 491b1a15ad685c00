import { customDomain } from '../../../test-support/dns/custom-domain';
import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

const apiName = '${aws_api_gateway_rest_api.api.id}.execute-api.us-east-1.amazonaws.com';
const vpcId =
  '${data.terraform_remote_state.cross-stack-reference-input-network.outputs.cross-stack-output-aws_vpcvpcid}';

describe.each([
  ['without', {}],
  ['with', customDomain],
])('the name of the API %s a custom domain name', (_, changes) => {
  const stack = synthesize(changes)['private-api'];

  it('has a hosted zone of its own in the VPC, so that no other API is answered differently', () => {
    expect(resourceOf(stack, 'aws_route53_zone', 'api-zone')).toMatchObject({
      name: apiName,
      vpc: [{ vpc_id: vpcId, vpc_region: 'us-east-1' }],
      lifecycle: { prevent_destroy: true },
    });
  });

  it('is an alias of the endpoint at the top of that zone', () => {
    expect(resourceOf(stack, 'aws_route53_record', 'api-record')).toMatchObject({
      zone_id: '${aws_route53_zone.api-zone.zone_id}',
      name: apiName,
      type: 'A',
      alias: {
        name: '${local.execute-api-dns-name}',
        zone_id: '${local.execute-api-hosted-zone-id}',
        evaluate_target_health: false,
      },
    });
  });

  it('can be destroyed once the deployment is not protected', () => {
    const unprotected = synthesize({ ...changes, protectFromDestroy: false })['private-api'];
    const { lifecycle } = resourceOf(unprotected, 'aws_route53_zone', 'api-zone');
    expect(lifecycle).not.toMatchObject({ prevent_destroy: true });
  });
});
