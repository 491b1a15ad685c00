import type { Call, Gap } from '../call';
import { isObject, text, type JsonObject } from '../../shared/json';
import { jsonReply, readJson } from '../json-body';
import { changeTags } from './tags';
import { arnOf } from '../partition';

/**
 * Associations of private custom domain names with VPC endpoints, and their tags, which moto does not have.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_DomainNameAccessAssociation.html
 */
export function accessAssociations(accountId: string): Gap {
  const associations = new Map<string, JsonObject>();
  return async (call, forward) => {
    const [, resource = '', arn = ''] =
      /^\/(tags|domainnameaccessassociations)(?:\/([^?]+))?/.exec(call.url) ?? [];
    const association = associations.get(decodeURIComponent(arn));
    if (call.service !== 'apigateway' || resource === '') return forward(call);
    if (resource === 'tags') {
      if (!association) return forward(call);
      const tags = isObject(association.tags) ? association.tags : {};
      if (call.method === 'GET') return jsonReply({ tags });
      association.tags = changeTags(tags, call);
      return jsonReply({}, 204);
    }
    if (call.method === 'POST') {
      const created = create(call, accountId);
      associations.set(text(created, 'domainNameAccessAssociationArn') ?? '', created);
      return jsonReply(created, 201);
    }
    if (call.method === 'GET') return jsonReply({ item: [...associations.values()] });
    if (!association)
      return jsonReply({ __type: 'NotFoundException', message: 'Invalid access association' }, 404);
    associations.delete(decodeURIComponent(arn));
    return jsonReply({}, 202);
  };
}

function create(call: Call, accountId: string): JsonObject {
  const request = readJson(call);
  const domainName = text(request, 'domainNameArn')?.split('/').at(-1) ?? '';
  const source = text(request, 'accessAssociationSource') ?? '';
  const path = `domainnameaccessassociations/domainname/${domainName}/vpcesource/${source}`;
  return {
    ...request,
    domainNameAccessAssociationArn: arnOf('apigateway', call.region, accountId, `/${path}`),
  };
}
