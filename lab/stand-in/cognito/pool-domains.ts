import type { Gap } from '../call';
import { isObject, text, type JsonObject } from '../../shared/json';
import { jsonError, readJson, withJson } from '../json-body';

/**
 * A user pool's domain belongs to the account, and is unique in the region; moto invents an account for each answer,
 * takes a domain twice, and forgets the version of its pages and the certificate of a name of one's own.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DomainDescriptionType.html
 */
export function poolDomains(accountId: string): Gap {
  /** What the description of each domain has of the request. */
  const taken = new Map<string, JsonObject>();
  return async (call, forward) => {
    const request = readJson(call);
    const domain = text(request, 'Domain') ?? '';
    if (call.operation === 'CreateUserPoolDomain') {
      if (taken.has(domain) || /aws|amazon|cognito/.test(domain)) {
        const message = taken.has(domain)
          ? 'Domain already associated with another user pool.'
          : 'Domain cannot contain reserved word';
        return jsonError('InvalidParameterException', message);
      }
    }
    if (['CreateUserPoolDomain', 'UpdateUserPoolDomain'].includes(call.operation)) {
      const { ManagedLoginVersion = 1, CustomDomainConfig } = request;
      taken.set(domain, {
        ManagedLoginVersion,
        ...(CustomDomainConfig !== undefined && { CustomDomainConfig }),
      });
    }
    if (call.operation === 'DeleteUserPoolDomain') taken.delete(domain);
    const reply = await forward(call);
    if (call.operation !== 'DescribeUserPoolDomain') return reply;
    const { DomainDescription: description } = readJson(reply);
    const isThere = isObject(description) && description.AWSAccountId !== undefined;
    return isThere
      ? withJson(reply, {
          DomainDescription: {
            ...description,
            AWSAccountId: accountId,
            ...taken.get(domain),
          },
        })
      : reply;
  };
}
