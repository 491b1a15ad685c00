import { text } from '../../shared/json';
import type { Gap, Reply } from '../call';
import { jsonReply, readJson } from '../json-body';

/**
 * A resource has one web ACL. A web ACL that a resource has, and an IP set that a web ACL names, cannot be deleted.
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteIPSet.html
 */
export function wafAssociations(): Gap {
  /** ARNs of web ACLs by the ARN of the resource that they protect. */
  const aclByResource = new Map<string, string>();
  /** The rules of each web ACL as it was last written, by its id. */
  const rulesByAcl = new Map<string, string>();
  return async (call, forward) => {
    if (call.service !== 'wafv2') return forward(call);
    const request = readJson(call);
    const id = text(request, 'Id') ?? '';
    const resource = text(request, 'ResourceArn') ?? '';
    const isNamed = (arns: Iterable<string>) => [...arns].some((arn) => arn.includes(`/${id}`));
    switch (call.operation) {
      case 'AssociateWebACL': {
        if (!/:\/restapis\/[^/]+\/stages\/[^/]+$/.test(resource)) return invalidResource();
        const stage = resource.slice(resource.indexOf(':/') + 1);
        const get = { ...call, service: 'apigateway', method: 'GET', url: stage, body: Buffer.alloc(0) };
        const found = await forward({ ...get, headers: asService(call.headers, 'apigateway') });
        if (found.status !== 200) return refusal('WAFNonexistentItemException', `no stage ${stage}`);
        if (aclByResource.has(resource)) {
          const headers = { ...call.headers, 'x-amz-target': 'AWSWAF_20190729.DisassociateWebACL' };
          await forward({ ...call, operation: 'DisassociateWebACL', headers });
        }
        const reply = await forward(call);
        if (reply.status === 200) aclByResource.set(resource, text(request, 'WebACLArn') ?? '');
        return reply;
      }
      case 'DisassociateWebACL':
        aclByResource.delete(resource);
        return forward(call);
      case 'DeleteWebACL':
        if (isNamed(aclByResource.values())) return inUse();
        rulesByAcl.delete(id);
        return forward(call);
      case 'DeleteIPSet':
        return isNamed(rulesByAcl.values()) ? inUse() : forward(call);
      case 'CreateWebACL':
      case 'UpdateWebACL': {
        const reply = await forward(call);
        const summary = readJson(reply).Summary as { Id?: string } | undefined;
        if (reply.status === 200) rulesByAcl.set(summary?.Id ?? id, JSON.stringify(request.Rules ?? []));
        return reply;
      }
      default:
        return forward(call);
    }
  };
}

/** Headers of a call of another service: moto reads the service from the scope of the credentials. */
function asService({ ...headers }: Parameters<Gap>[0]['headers'], service: string) {
  delete headers['x-amz-target'];
  return { ...headers, authorization: headers.authorization?.replace('/wafv2/', `/${service}/`) };
}

function inUse(): Reply {
  return refusal(
    'WAFAssociatedItemException',
    'AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.',
  );
}

function invalidResource(): Reply {
  return refusal('WAFInvalidParameterException', 'the stand-in knows only stages of REST APIs');
}

function refusal(type: string, message: string): Reply {
  return jsonReply({ __type: type, message, Message: message }, 400);
}
