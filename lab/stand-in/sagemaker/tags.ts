import { objects, strings, text, type JsonObject } from '../../shared/json';
import { SageMakerError } from './errors';
import type { SageMakerState } from './state';

function tagsOf(state: SageMakerState, request: JsonObject): Map<string, string> {
  const arn = text(request, 'ResourceArn') ?? '';
  const tags = state.tags.get(arn);
  if (tags) return tags;
  throw new SageMakerError('ResourceNotFound', `Resource [${arn}] does not exist.`);
}

function list(tags: Map<string, string>): JsonObject {
  return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
}

/** Sets a new resource's tags from its create request. */
export function tagNew(state: SageMakerState, arn: string, request: JsonObject): void {
  state.tags.set(arn, new Map());
  addTags(state, { ResourceArn: arn, Tags: request.Tags });
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddTags.html */
export function addTags(state: SageMakerState, request: JsonObject): JsonObject {
  const tags = tagsOf(state, request);
  for (const tag of objects(request, 'Tags')) tags.set(text(tag, 'Key') ?? '', text(tag, 'Value') ?? '');
  return list(tags);
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTags.html */
export function listTags(state: SageMakerState, request: JsonObject): JsonObject {
  return list(tagsOf(state, request));
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteTags.html */
export function deleteTags(state: SageMakerState, request: JsonObject): JsonObject {
  const tags = tagsOf(state, request);
  for (const key of strings(request, 'TagKeys')) tags.delete(key);
  return {};
}
