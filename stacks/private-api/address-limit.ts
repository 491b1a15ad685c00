import type { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { Wafv2IpSet } from '@cdktf/provider-aws/lib/wafv2-ip-set';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import type { EnvironmentStack } from '../../constructs/environment-stack';

/** The shortest window in which AWS WAF counts, in seconds: it blocks, and stops blocking, soonest. */
const windowSeconds = 60;

/**
 * Blocks an address that sends too many requests, before the stage's throttle, which is the same for all, is used up.
 * API Gateway answers blocked requests with its response WAF_FILTERED: a response of the firewall's own could not have
 * the media type of the API's errors, nor a request id.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-for-blocked-requests.html
 */
export function addAddressLimit(stack: EnvironmentStack, stage: ApiGatewayStage): void {
  const { requestsPerMinute, exceptCidrs } = stack.environment.api.limitPerAddress;
  if (requestsPerMinute === 'off') return;
  const name = stack.physicalName('address-limit');
  // also without exceptions: Terraform would delete a set that the rule still names
  const exceptions = new Wafv2IpSet(stack, 'address-limit-exceptions', {
    name,
    description: 'Addresses that many people share and that are not limited',
    scope: 'REGIONAL',
    ipAddressVersion: 'IPV4',
    addresses: exceptCidrs,
  });
  const visibilityConfig = {
    metricName: name,
    cloudwatchMetricsEnabled: true,
    // samples hold request headers, so tokens
    sampledRequestsEnabled: false,
  };
  const acl = new Wafv2WebAcl(stack, 'address-limit', {
    name,
    description: 'Blocks addresses that send too many requests',
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    rule: [
      {
        name: 'address-limit',
        priority: 0,
        action: { block: {} },
        // this block has no types: cdktf hands it to Terraform as it is
        statement: {
          rate_based_statement: {
            limit: requestsPerMinute,
            evaluation_window_sec: windowSeconds,
            aggregate_key_type: 'IP',
            scope_down_statement: {
              not_statement: {
                statement: [{ ip_set_reference_statement: { arn: exceptions.arn } }],
              },
            },
          },
        },
        visibilityConfig,
      },
    ],
    visibilityConfig,
  });
  new Wafv2WebAclAssociation(stack, 'address-limit-of-stage', {
    resourceArn: stage.arn,
    webAclArn: acl.arn,
    // the new limit comes before the old one goes: the stage serves meanwhile
    lifecycle: { createBeforeDestroy: true },
  });
}
