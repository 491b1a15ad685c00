import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { environmentWith } from '../../../test-support/environments';
import { synthesize } from '../../../test-support/synthesize';

describe('the output named_conf', () => {
  const { output } = synthesize()['private-api'];
  const apiId = '${aws_api_gateway_rest_api.api.id}';

  it('is the text that npm run dns writes, with the id of the API that Terraform knows', () => {
    const written = dnsFiles(forwardingOf(environmentWith(), { apiId: 'a1b2c3d4e5' }))['named.conf'];
    expect(output?.named_conf?.value).toContain(apiId);
    expect(String(output?.named_conf?.value).replaceAll(apiId, 'a1b2c3d4e5')).toBe(written);
  });

  it('is refused by Terraform if the id could be anything but an id', () => {
    expect(output?.named_conf).toMatchObject({
      precondition: { condition: `\${can(regex("^[a-z0-9]+$", ${apiId.slice(2, -1)}))}` },
    });
  });
});
