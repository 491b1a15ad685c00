import { certificateWarning } from '../../config/certificate-warning';
import { environmentWith } from '../../test-support/environments';

// its certificate expires on 2036-11-24
const environment = environmentWith({}, 'adfs');

it.each([
  ['2026-12-01', /in corp\/adfs\.xml expires on 2036-11-24\..* deploy before that day\.$/],
  ['2036-12-01', /in corp\/adfs\.xml expired on 2036-11-24\..* deploy now, as nobody can sign in by it\.$/],
])("on %s it says when the provider's certificate in a file ends", (today, warning) => {
  expect(certificateWarning(environment, new Date(today).getTime())).toMatch(warning);
});

it('says nothing of a provider whose metadata Cognito reads itself', () => {
  expect(certificateWarning(environmentWith({}, 'entra-saml'))).toBeUndefined();
});
