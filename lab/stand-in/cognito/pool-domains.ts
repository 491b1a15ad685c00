import type { Gap } from '../call';
import { isObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/**
 * A user pool's domain belongs to the account; moto invents another one for each answer.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DomainDescriptionType.html
 */
export function poolDomains(accountId: string): Gap {
  return async (call, forward) => {
    const reply = await forward(call);
    if (call.operation !== 'DescribeUserPoolDomain') return reply;
    const { DomainDescription: domain } = readJson(reply);
    const isThere = isObject(domain) && domain.AWSAccountId !== undefined;
    return isThere ? withJson(reply, { DomainDescription: { ...domain, AWSAccountId: accountId } }) : reply;
  };
}
