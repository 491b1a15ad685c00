import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { customDomain } from '../../../test-support/dns/custom-domain';
import { environmentWith } from '../../../test-support/environments';
import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

const { name, certificateArn } = customDomain['api.customDomain'];
const endpointId =
  '${data.terraform_remote_state.cross-stack-reference-input-network.outputs.cross-stack-output-aws_vpc_endpointexecute-apiid}';

describe('the private-api stack with a custom domain name', () => {
  const stack = synthesize(customDomain)['private-api'];

  it('has a private domain name that admits the execute-api endpoint and nothing else', () => {
    const domain = resourceOf(stack, 'aws_api_gateway_domain_name', 'custom-domain');
    expect(domain).toMatchObject({
      domain_name: name,
      certificate_arn: certificateArn,
      endpoint_configuration: { types: ['PRIVATE'] },
      security_policy: 'TLS_1_2',
    });
    const statement = { Principal: '*', Action: 'execute-api:Invoke', Resource: '*' };
    expect(JSON.parse(String(domain.policy))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OverTheEndpoint',
          Effect: 'Allow',
          ...statement,
          Condition: { StringEquals: { 'aws:SourceVpce': endpointId } },
        },
        {
          Sid: 'NoOtherWay',
          Effect: 'Deny',
          ...statement,
          Condition: { StringNotEquals: { 'aws:SourceVpce': endpointId } },
        },
      ],
    });
  });

  it('maps the name to the stage by the id of the domain name, and associates the endpoint with it', () => {
    expect(resourceOf(stack, 'aws_api_gateway_base_path_mapping', 'custom-domain-mapping')).toMatchObject({
      api_id: '${aws_api_gateway_stage.stage.rest_api_id}',
      stage_name: '${aws_api_gateway_stage.stage.stage_name}',
      domain_name: '${aws_api_gateway_domain_name.custom-domain.domain_name}',
      domain_name_id: '${aws_api_gateway_domain_name.custom-domain.domain_name_id}',
    });
    expect(
      resourceOf(stack, 'aws_api_gateway_domain_name_access_association', 'custom-domain-association'),
    ).toMatchObject({
      domain_name_arn: '${aws_api_gateway_domain_name.custom-domain.arn}',
      access_association_source: endpointId,
      access_association_source_type: 'VPCE',
    });
  });

  it("answers the name in the VPC's DNS with the addresses of the endpoint, and no other name", () => {
    expect(resourceOf(stack, 'aws_route53_zone', 'custom-domain-zone')).toMatchObject({
      name,
      vpc: [{ vpc_id: expect.stringContaining('vpc') as unknown, vpc_region: 'us-east-1' }],
    });
    expect(Object.keys(stack.resource?.aws_route53_record ?? {})).toEqual([
      'api-record',
      'custom-domain-record',
    ]);
    expect(resourceOf(stack, 'aws_route53_record', 'custom-domain-record')).toMatchObject({
      zone_id: '${aws_route53_zone.custom-domain-zone.zone_id}',
      name,
      type: 'A',
      alias: {
        name: expect.stringContaining('execute-api') as unknown,
        zone_id: expect.stringContaining('execute-api') as unknown,
        evaluate_target_health: false,
      },
    });
  });

  it('outputs the custom name, and its DNS files are final before a deployment', () => {
    expect(stack.output?.api_url?.value).toBe(`https://${name}`);
    const namedConf = dnsFiles(forwardingOf(environmentWith(customDomain)))['named.conf'];
    expect(namedConf).toContain('No zone is missing.');
    expect(namedConf).toContain(`zone "${name}" {`);
    expect(namedConf).not.toContain('execute-api');
    expect(stack.output?.named_conf?.value).toBe(namedConf);
  });

  it('without it the stack has none of these resources; blocks without instances keep the name from being destroyed', () => {
    const { resource } = synthesize()['private-api'];
    const blocks = Object.values(resource ?? {})
      .flatMap((ofType) => Object.entries(ofType))
      .filter(([id]) => id.startsWith('custom-domain'));
    const unwanted = { count: 0, lifecycle: { prevent_destroy: true } };
    expect(Object.fromEntries(blocks)).toMatchObject({
      'custom-domain': unwanted,
      'custom-domain-zone': unwanted,
    });
    expect(blocks).toHaveLength(2);
  });
});
