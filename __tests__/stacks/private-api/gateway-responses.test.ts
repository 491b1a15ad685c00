import { problems, type ProblemCode } from '../../../api/problems';
import { synthesize } from '../../../test-support/synthesize';
import { resourcesOf } from '../../../test-support/terraform-json';

describe('answers that API Gateway gives by itself', () => {
  const api = synthesize()['private-api'];

  it('are problem details that are never cached', () => {
    const responses = Object.values(resourcesOf(api, 'aws_api_gateway_gateway_response'));
    expect(responses).toHaveLength(19);
    for (const { status_code, response_parameters, response_templates } of responses) {
      expect(response_parameters).toMatchObject({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.Cache-Control': "'no-store'",
      });
      const template = (response_templates as Record<string, string>)['application/json'] ?? '';
      const { code } = JSON.parse(template) as { code: ProblemCode };
      expect(JSON.parse(template)).toEqual({
        type: 'about:blank',
        title: expect.any(String) as string,
        status: Number(status_code),
        code,
        requestId: '$context.requestId',
      });
      expect(problems[code].status).toBe(Number(status_code));
    }
  });
});
