import type { ClaimRefusal } from './claim';

const operator = 'ask the operator of SageMaker Studio';
const unusable = (what: string) =>
  `The company's identity provider sends a name for you that ${what}, so ${operator} to have it changed there`;
const notListed = `You are not on the list of people who may use SageMaker Studio, so ${operator} to add you`;
const malformed = `Amazon Cognito sent a sign-in in a form that is not supported, so ${operator} to look at it`;

/**
 * What a person is told whose sign-in is refused: one sentence, without a full stop, since Cognito makes
 * `PreTokenGeneration failed with error <message>.` of it. None holds a name or a value.
 */
const messages: Readonly<Record<ClaimRefusal, string>> = {
  name_missing: `The company's identity provider sends no name for you, so ${operator} which one it has to send`,
  name_not_text: unusable('is no text'),
  name_empty: unusable('is empty'),
  name_too_long: unusable('is longer than 256 characters'),
  name_not_normalized: unusable('has characters in a form that is not normalized'),
  name_with_control_character: unusable('has characters that nobody can see'),
  name_with_outer_blank: unusable('begins or ends with a blank'),
  name_with_several_values: unusable('has several values'),
  name_of_removed_user: `Your name is taken by somebody who left, so ${operator} for another one`,
  name_of_listed_user: `Your name is taken by somebody who signs in in another way, so ${operator} for another one`,
  name_not_listed: notListed,
  local_user_not_listed: notListed,
  local_user:
    "Users of this user pool's own may not sign in, so sign in with the company's identity provider",
  linked_user: `Your account is linked to several ways of signing in, so ${operator} to take the links away`,
  wrong_provider: "This identity provider is not the company's, so sign in with the company's",
  malformed_user: malformed,
  unknown_trigger: malformed,
  wrong_version: malformed,
};

/** The message for a person whose sign-in is refused, or failed by a defect. */
export function messageOf(refused: ClaimRefusal | undefined): string {
  return refused === undefined ? `The sign-in failed, so ${operator} to look at it` : messages[refused];
}
