import { environmentWith, variants } from '../../test-support/environments';
import { synthesizeEnvironment } from '../../test-support/synthesize';
import { resourcesOf } from '../../test-support/terraform-json';

/**
 * Methods of API Gateway that ask no authorizer, and why. Control catalogues ask for each (Security Hub APIGateway.8, Checkov
 * CKV_AWS_59): there must be no other.
 */
const open: Record<string, string> = {
  'portal-page-get': 'the page that signs people in: a browser opens it before anybody is signed in',
  'portal-file-get': 'what this page consists of: the same for everybody, and nothing secret',
};

test.each(Object.entries({ 'the example': {}, ...variants }))(
  '%s: every method asks the authorizer but those of the page',
  (_, changes) => {
    const stacks = Object.values(synthesizeEnvironment(environmentWith(changes)));
    const methods = stacks.flatMap((stack) => Object.entries(resourcesOf(stack, 'aws_api_gateway_method')));
    const asking = ({ authorization, authorizer_id }: Readonly<Record<string, unknown>>) =>
      authorization === 'CUSTOM' && authorizer_id === '${aws_api_gateway_authorizer.api-authorizer.id}';
    expect(
      methods
        .filter(([, method]) => !asking(method))
        .map(([id]) => id)
        .toSorted(),
    ).toEqual(Object.keys(open).toSorted());
    for (const [, method] of methods) expect(method).toMatchObject({ http_method: 'GET' });
  },
);
