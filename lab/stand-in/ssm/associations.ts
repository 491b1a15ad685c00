import { randomUUID } from 'node:crypto';
import { isObject, objects, parseObject, strings, text, type JsonObject } from '../../shared/json';
import type { Call, Forward, Gap, Reply } from '../call';
import { jsonError, jsonReply, readJson } from '../json-body';

/**
 * Associations of documents with hosts, which moto does not have. They are kept and given back; nothing runs. A document
 * with associations cannot be deleted, and an association sets only parameters that its document has.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
 */
export function associations(): Gap {
  const kept = new Map<string, JsonObject>();
  const tags = new Map<string, readonly JsonObject[]>();
  return async (call, forward) => {
    if (call.service !== 'ssm') return forward(call);
    const request = readJson(call);
    const name = text(request, 'Name') ?? '';
    const id = text(request, 'AssociationId') ?? '';
    if (call.operation === 'ListAssociations') {
      return jsonReply({ Associations: [...kept.values()] });
    }
    if (call.operation === 'DeleteDocument') {
      const isUsed = [...kept.values()].some((association) => association.Name === name);
      return isUsed
        ? jsonError('AssociatedInstances', `You must disassociate a document from all hosts first: ${name}`)
        : forward(call);
    }
    if (request.ResourceType === 'Association') return tagAnswer(call.operation, request, tags);
    if (!/^(?:Create|Describe|Update|Delete)Association$/.test(call.operation)) return forward(call);
    if (call.operation === 'CreateAssociation') {
      const problem = await problemOf(call, forward, request);
      if (problem) return problem;
      const association = {
        ...settingsOf(request),
        Name: name,
        AssociationId: randomUUID(),
        AssociationVersion: '1',
      };
      kept.set(association.AssociationId, association);
      tags.set(association.AssociationId, objects(request, 'Tags'));
      return described(association);
    }
    const association = kept.get(id);
    if (!association) return jsonError('AssociationDoesNotExist', `no association ${id}`);
    if (call.operation === 'DescribeAssociation') return described(association);
    if (call.operation === 'DeleteAssociation') {
      kept.delete(id);
      tags.delete(id);
      return jsonReply({});
    }
    const problem = await problemOf(call, forward, { ...request, Name: association.Name ?? '' });
    if (problem) return problem;
    // what an update does not name is unset, except the document
    const AssociationVersion = String(Number(association.AssociationVersion) + 1);
    const updated = { ...settingsOf(request), Name: association.Name, AssociationId: id, AssociationVersion };
    kept.set(id, updated);
    return described(updated);
  };
}

const settings = [
  'AssociationName',
  'DocumentVersion',
  'Parameters',
  'ScheduleExpression',
  'Targets',
  'ComplianceSeverity',
  'MaxConcurrency',
  'MaxErrors',
];

function settingsOf(request: JsonObject): JsonObject {
  return Object.fromEntries(settings.filter((name) => name in request).map((name) => [name, request[name]]));
}

/** What AWS refuses in an association: a document or a version that is not there, parameters that it does not have. */
async function problemOf(call: Call, forward: Forward, request: JsonObject): Promise<Reply | undefined> {
  const version = text(request, 'DocumentVersion');
  const asked: Call = {
    ...call,
    headers: { ...call.headers, 'x-amz-target': 'AmazonSSM.GetDocument' },
    operation: 'GetDocument',
    // without a version, the default one; moto does not know its name
    body: Buffer.from(
      JSON.stringify({
        Name: request.Name,
        ...(version !== undefined && version !== '$DEFAULT' && { DocumentVersion: version }),
      }),
    ),
  };
  const reply = await forward(asked);
  if (reply.status !== 200) return reply;
  const { parameters } = parseObject(text(readJson(reply), 'Content') ?? '{}');
  const known = isObject(parameters) ? parameters : {};
  for (const [name, values] of Object.entries(isObject(request.Parameters) ? request.Parameters : {})) {
    const parameter = known[name];
    if (!isObject(parameter)) return jsonError('InvalidParameters', `the document has no parameter ${name}`);
    const pattern = new RegExp(text(parameter, 'allowedPattern') ?? '');
    const wrong = strings({ values }, 'values').find((value) => !pattern.test(value));
    if (wrong !== undefined) return jsonError('InvalidParameters', `${name}: ${wrong} is not allowed`);
  }
  return undefined;
}

function tagAnswer(operation: string, request: JsonObject, tags: Map<string, readonly JsonObject[]>): Reply {
  const id = text(request, 'ResourceId') ?? '';
  const present = tags.get(id);
  if (!present) return jsonError('InvalidResourceId', `no association ${id}`);
  if (operation === 'ListTagsForResource') return jsonReply({ TagList: [...present] });
  const removed = [...strings(request, 'TagKeys'), ...objects(request, 'Tags').map(({ Key }) => Key)];
  tags.set(id, [...present.filter(({ Key }) => !removed.includes(Key)), ...objects(request, 'Tags')]);
  return jsonReply({});
}

/** Nothing has run yet, as in the minutes after a change. */
function described(association: JsonObject): Reply {
  return jsonReply({ AssociationDescription: { ...association, Overview: { Status: 'Pending' } } });
}
