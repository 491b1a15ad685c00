import { synthesize } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

describe('the limit per address', () => {
  it('blocks an address of the stage that sends too many requests in a minute, and keeps no samples with tokens', () => {
    const api = synthesize()['private-api'];
    const visible = {
      metric_name: 'studio-access-example-address-limit',
      cloudwatch_metrics_enabled: true,
      sampled_requests_enabled: false,
    };
    expect(resourceOf(api, 'aws_wafv2_web_acl', 'address-limit')).toMatchObject({
      scope: 'REGIONAL',
      default_action: { allow: {} },
      rule: [
        {
          action: { block: {} },
          statement: {
            rate_based_statement: {
              limit: 300,
              evaluation_window_sec: 60,
              aggregate_key_type: 'IP',
              scope_down_statement: {
                not_statement: {
                  statement: [
                    {
                      ip_set_reference_statement: {
                        arn: '${aws_wafv2_ip_set.address-limit-exceptions.arn}',
                      },
                    },
                  ],
                },
              },
            },
          },
          visibility_config: visible,
        },
      ],
      visibility_config: visible,
    });
    expect(resourceOf(api, 'aws_wafv2_web_acl_association', 'address-limit-of-stage')).toMatchObject({
      resource_arn: '${aws_api_gateway_stage.stage.arn}',
      web_acl_arn: '${aws_wafv2_web_acl.address-limit.arn}',
    });
  });

  it('is that of the environment file, with its exceptions', () => {
    const limitPerAddress = { requestsPerMinute: 1200, exceptCidrs: ['192.168.10.8/32'] };
    const api = synthesize({ 'api.limitPerAddress': limitPerAddress })['private-api'];
    const acl = resourceOf(api, 'aws_wafv2_web_acl', 'address-limit');
    expect(acl).toMatchObject({ rule: [{ statement: { rate_based_statement: { limit: 1200 } } }] });
    expect(resourceOf(api, 'aws_wafv2_ip_set', 'address-limit-exceptions')).toMatchObject({
      ip_address_version: 'IPV4',
      addresses: ['192.168.10.8/32'],
    });
  });

  it('can be left out, with everything that it costs', () => {
    const off = synthesize({ 'api.limitPerAddress': { requestsPerMinute: 'off' } })['private-api'];
    expect(Object.keys(off.resource ?? {}).filter((type) => type.includes('waf'))).toEqual([]);
    expect(resourcesOf(off, 'aws_cloudwatch_metric_alarm')).toHaveProperty('alarm-flood');
  });
});
