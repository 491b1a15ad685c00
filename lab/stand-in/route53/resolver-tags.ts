import { objects, strings, text, type JsonObject } from '../../shared/json';
import type { Call } from '../call';
import { readJson } from '../json-body';

/** Tags by ARN. */
export type ResolverTags = Map<string, JsonObject[]>;

/**
 * Answers the operations on tags for resources that moto has no tags of; undefined for all others.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_TagResource.html
 */
export function tagAnswer(call: Call, tags: ResolverTags): JsonObject | undefined {
  const request = readJson(call);
  const arn = text(request, 'ResourceArn') ?? '';
  const own = tags.get(arn);
  if (own === undefined) return undefined;
  const except = (keys: readonly unknown[]) => own.filter(({ Key }) => !keys.includes(Key));
  if (call.operation === 'ListTagsForResource') return { Tags: own };
  if (call.operation === 'TagResource') {
    const added = objects(request, 'Tags');
    tags.set(arn, [...except(added.map(({ Key }) => Key)), ...added]);
    return {};
  }
  if (call.operation !== 'UntagResource') return undefined;
  tags.set(arn, except(strings(request, 'TagKeys')));
  return {};
}
