import { isObject, objects, text, type JsonObject } from '../../shared/json';
import type { Call, Gap, Reply } from '../call';
import { jsonReply, readJson } from '../json-body';
import { tagAnswer, type ResolverTags } from './resolver-tags';

/** Ids of what was deleted: moto keeps listing it. */
interface Removed {
  readonly configs: Set<string>;
  readonly associations: Set<string>;
}

/**
 * Configurations of query logs can be taken from a VPC and deleted, in this order, and have tags; moto keeps them for ever, and
 * does not give their tags.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_DeleteResolverQueryLogConfig.html
 */
export function queryLogs(): Gap {
  const removed: Removed = { configs: new Set(), associations: new Set() };
  const tags: ResolverTags = new Map();
  return async (call, forward) => {
    if (call.service !== 'route53resolver') return forward(call);
    const tagged = tagAnswer(call, tags);
    if (tagged) return jsonReply(tagged);
    if (!call.operation.includes('QueryLogConfig')) return forward(call);
    const request = readJson(call);
    const configId = text(request, 'ResolverQueryLogConfigId') ?? '';
    const associationId = text(request, 'ResolverQueryLogConfigAssociationId') ?? '';
    if (removed.configs.has(configId)) return missing(configId);
    if (removed.associations.has(associationId)) return missing(associationId);
    const listed = async (kind: 'Configs' | 'ConfigAssociations') => {
      const operation = `ListResolverQueryLog${kind}`;
      const headers = { ...call.headers, 'x-amz-target': `Route53Resolver.${operation}` };
      const asked: Call = { ...call, headers, operation, body: Buffer.from('{}') };
      return kept(readJson(await forward(asked)), removed);
    };
    const associationsOf = async () =>
      (await listed('ConfigAssociations')).filter(({ ResolverQueryLogConfigId: id }) => id === configId);
    if (call.operation === 'DeleteResolverQueryLogConfig') {
      if ((await associationsOf()).length > 0)
        return invalid(`${configId} is associated with a VPC: disassociate it first`);
      const config = (await listed('Configs')).find(({ Id }) => Id === configId);
      if (!config) return missing(configId);
      removed.configs.add(configId);
      tags.delete(text(config, 'Arn') ?? '');
      return jsonReply({ ResolverQueryLogConfig: { ...config, Status: 'DELETING' } });
    }
    if (call.operation === 'DisassociateResolverQueryLogConfig') {
      const found = (await associationsOf()).find(({ ResourceId }) => ResourceId === request.ResourceId);
      if (!found) return missing(configId);
      removed.associations.add(text(found, 'Id') ?? '');
      return jsonReply({ ResolverQueryLogConfigAssociation: { ...found, Status: 'DELETING' } });
    }
    const reply = await forward(call);
    const body = readJson(reply);
    if (call.operation === 'CreateResolverQueryLogConfig' && isObject(body.ResolverQueryLogConfig))
      tags.set(text(body.ResolverQueryLogConfig, 'Arn') ?? '', objects(request, 'Tags'));
    const lists = Object.entries(body).filter(([, value]) => Array.isArray(value));
    if (lists.length === 0) return reply;
    const left = Object.fromEntries(
      lists.map(([field, value]) => [field, kept({ [field]: value }, removed)]),
    );
    return jsonReply({ ...body, ...left });
  };
}

/** The listed items that are still there. */
function kept(body: JsonObject, { configs, associations }: Removed): JsonObject[] {
  const items = Object.values(body).find((value): value is JsonObject[] => Array.isArray(value)) ?? [];
  return items.filter((item) => {
    const id = text(item, 'Id') ?? '';
    return !configs.has(id) && !associations.has(id);
  });
}

function missing(id: string): Reply {
  return jsonReply({ __type: 'ResourceNotFoundException', Message: `${id} does not exist` }, 400);
}

function invalid(Message: string): Reply {
  return jsonReply({ __type: 'InvalidRequestException', Message }, 400);
}
