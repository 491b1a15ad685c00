import { jsonError, readJson } from '../json-body';
import type { Gap } from '../call';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html */
const mostAddresses = 100;

/** `http:` is for a program on the user's own machine. */
const allowed =
  /^(?!http:)[a-z][a-z0-9+.-]*:\/\/[^#]+$|^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/[^#]*)?$/i;

/**
 * Cognito sends codes to addresses that nobody on the way can read; moto takes any.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export const callbackUrls: Gap = (call, forward) => {
  if (call.operation !== 'CreateUserPoolClient' && call.operation !== 'UpdateUserPoolClient')
    return forward(call);
  const { CallbackURLs: callbacks = [], LogoutURLs: logouts = [] } = readJson(call);
  const addresses = [callbacks, logouts]
    .flat()
    .map((address) => (typeof address === 'string' ? address : ''));
  const wrong = addresses.find((address) => !allowed.test(address));
  if (wrong === undefined && addresses.length <= mostAddresses) return forward(call);
  const message = wrong === undefined ? 'too many addresses' : `${wrong} cannot use the HTTP protocol.`;
  return Promise.resolve(jsonError('InvalidParameterException', message));
};
