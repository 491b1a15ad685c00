import type { JsonObject } from '../../shared/json';
import { invalid } from './errors';

/**
 * The rules of the API's model for the fields that are checked here, anchored as AWS applies them.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 */
const patterns = {
  DomainId: 'd-(-*[a-z0-9]){1,61}',
  DomainName: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}',
  UserProfileName: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}',
  SpaceName: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}',
  OwnerUserProfileName: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}',
  AppName: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}',
} as const;

/** A field that must be there and must match its pattern. @throws ValidationException */
export function name(request: JsonObject, field: keyof typeof patterns): string {
  const value = request[field];
  if (typeof value !== 'string') throw invalid(field, value, 'not be null');
  if (value.length > 63) throw invalid(field, value, 'have length less than or equal to 63');
  const pattern = patterns[field];
  if (!new RegExp(`^(?:${pattern})$`).test(value)) {
    throw invalid(field, value, `satisfy regular expression pattern: ${pattern}`);
  }
  return value;
}

/** A whole number within limits; undefined if the request has none. @throws ValidationException */
export function integer(request: JsonObject, field: string, least: number, most: number): number | undefined {
  const value = request[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid(field, value, 'be an integer');
  if (value < least) throw invalid(field, value, `have value greater than or equal to ${least}`);
  if (value > most) throw invalid(field, value, `have value less than or equal to ${most}`);
  return value;
}

/** One of several words, the first one if the request has none. @throws ValidationException */
export function choice<Word extends string>(
  request: JsonObject,
  field: string,
  words: readonly [Word, ...Word[]],
): Word {
  const value = request[field] ?? words[0];
  const word = words.find((known) => known === value);
  if (word === undefined) throw invalid(field, value, `satisfy enum value set: [${words.join(', ')}]`);
  return word;
}
