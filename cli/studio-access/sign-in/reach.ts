import { Failure } from '../failure';
import type { Fetch } from '../network/fetch';

/** What to do if the sign-in cannot be reached: the API is behind the VPN, the sign-in mostly behind a proxy. */
const todos: Readonly<Record<string, string>> = {
  name_not_found:
    'This name is on the internet, or is the company’s own. The name servers must find it, or the variable HTTPS_PROXY must name the proxy that does.',
  no_answer:
    'The sign-in is on the internet, or in the company’s network. If this computer needs a proxy to get there, name that in the variable HTTPS_PROXY. Else a firewall is in the way: tell your operator.',
  proxy:
    'The proxy must let it through: ask your network team. If the sign-in is in the company’s own network, add its name to the variable NO_PROXY.',
};

/** Requests to the place where people sign in. @returns a function whose failures say what that needs */
export function reachingSignIn(fetch: Fetch): Fetch {
  return async (address, options) => {
    try {
      return await fetch(address, options);
    } catch (error) {
      const todo = error instanceof Failure ? todos[error.details.code] : undefined;
      throw todo !== undefined && error instanceof Failure ? new Failure({ ...error.details, todo }) : error;
    }
  };
}
