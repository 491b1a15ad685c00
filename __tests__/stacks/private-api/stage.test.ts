import { synthesize } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

describe('the stage', () => {
  const api = synthesize()['private-api'];

  it('logs callers and results, but neither headers nor the query, and is throttled and traced', () => {
    const stage = resourceOf(api, 'aws_api_gateway_stage', 'stage');
    expect(stage).toMatchObject({ stage_name: 'prod', xray_tracing_enabled: true });
    const { format } = stage.access_log_settings as { format: string };
    expect(format).toContain('$context.authorizer.principalId');
    expect(format).not.toMatch(/header|querystring|authorization"|\$context\.path\b/i);
    expect(resourceOf(api, 'aws_api_gateway_method_settings', 'stage-settings')).toMatchObject({
      method_path: '*/*',
      settings: {
        throttling_rate_limit: 50,
        throttling_burst_limit: 100,
        metrics_enabled: true,
        logging_level: 'OFF',
        data_trace_enabled: false,
      },
    });
  });

  it('does not change settings of the whole account unless asked', () => {
    expect(api.resource).not.toHaveProperty('aws_api_gateway_account');
    const asked = synthesize({ 'api.manageAccountCloudWatchRole': true })['private-api'];
    expect(resourcesOf(asked, 'aws_api_gateway_account')).toHaveProperty('account');
  });
});
