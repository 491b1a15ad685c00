import type { ProblemCode } from './problems';

/** An error of the API in words for the person who opens Studio. Operators read docs/operations.md. */
export interface ProblemText {
  /** What happened: one sentence. */
  readonly what: string;
  /** What the person can do. */
  readonly todo: string;
}

const tellOperator = 'Tell your operator, with the request id.';
const tryAgain = `Try again in a minute. If it lasts, tell your operator, with the request id.`;

/** What each error of the API means, for the page and for the command line. */
export const problemTexts: Readonly<Record<ProblemCode, ProblemText>> = {
  bad_request: { what: 'The API cannot read the request.', todo: tellOperator },
  app_unknown: {
    what: 'There is no such app in Studio.',
    todo: 'Check the address that you have opened, or choose another app.',
  },
  not_signed_in: {
    what: 'The API does not accept this sign-in: it has expired, or it was made for something else.',
    todo: 'Sign in again. If that does not help, tell your operator, with the request id.',
  },
  not_allowed: {
    what: 'The API refuses the request: it came another way than over the company’s network, or asks for something of another person.',
    todo: 'Are you in the company’s network, or connected to its VPN? If so, the name of the API leads to a wrong address: tell your operator.',
  },
  suspended: {
    what: 'Your access to Studio is suspended.',
    todo: 'If you should have access, ask your operator.',
  },
  app_not_allowed: {
    what: 'Your operator does not offer this app here.',
    todo: 'Choose another one, or open Studio’s home page.',
  },
  path_not_found: {
    what: 'The API has no such address.',
    todo: 'The settings may be out of date: ask your operator for new ones.',
  },
  profile_not_found: {
    what: 'You are signed in, but there is no Studio profile for you.',
    todo: 'Ask your operator to add you.',
  },
  space_not_found: {
    what: 'You have no private space of this name that can be opened now, or it is not of this app.',
    todo: 'Choose another one, or open Studio’s home page and look for it there.',
  },
  request_too_large: { what: 'The request is too large for the API.', todo: tellOperator },
  unsupported_media_type: { what: 'The API does not take this kind of request.', todo: tellOperator },
  throttled: {
    what: 'The API has too many requests at the moment.',
    todo: 'Wait a few seconds, then try again.',
  },
  too_many_requests: {
    what: 'Too many requests came from your address.',
    todo: 'Wait a minute, then try again. If many people share your address, tell your operator.',
  },
  api_misconfigured: { what: 'The API is set up wrongly.', todo: tellOperator },
  authorizer_failed: {
    what: 'The API cannot check your sign-in now. Nothing is wrong with it.',
    todo: tryAgain,
  },
  function_failed: { what: 'The API failed.', todo: tryAgain },
  sagemaker_failed: { what: 'SageMaker does not open Studio now.', todo: tryAgain },
  profile_failed: { what: 'Your Studio profile could not be made.', todo: tellOperator },
  quota_reached: {
    what: 'There is no place for one more person in Studio.',
    todo: 'Tell your operator, with the request id: AWS must raise a limit.',
  },
  profile_pending: {
    what: 'Your Studio is being made. This usually takes less than a minute.',
    todo: 'Wait, then try again. If it takes more than three minutes, tell your operator, with the request id.',
  },
  timeout: { what: 'SageMaker did not answer in time.', todo: tryAgain },
};
