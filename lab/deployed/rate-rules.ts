import { json, type Target } from '../shared/aws-client';
import { isObject, objects, strings, text, type JsonObject } from '../shared/json';

/** A rule of AWS WAF that limits what each address may send. */
export interface RateRule {
  /** Requests of one address within the window. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** Whether requests above the limit are blocked; else they are only counted. */
  readonly blocks: boolean;
  /** Networks whose addresses are not limited. */
  readonly exceptCidrs: readonly string[];
}

/**
 * Reads the rules of the web ACL that a stage of a REST API has; none if it has no web ACL.
 * @throws when a rule is of a kind that the lab does not emulate
 */
export async function readRateRules(target: Target, apiId: string, stageName: string): Promise<RateRule[]> {
  const ResourceArn = `arn:aws:apigateway:${target.region}::/restapis/${apiId}/stages/${stageName}`;
  const { WebACL: acl } = await waf(target, 'GetWebACLForResource', { ResourceArn });
  if (!isObject(acl)) return [];
  if (!isObject(acl.DefaultAction) || !isObject(acl.DefaultAction.Allow))
    throw new Error('the lab does not serve a web ACL that blocks by default');
  return Promise.all(objects(acl, 'Rules').map((rule) => ruleOf(target, rule)));
}

async function ruleOf(target: Target, { Statement, Action, Name }: JsonObject): Promise<RateRule> {
  const rate = within(Statement, 'RateBasedStatement');
  if (!isObject(rate) || rate.AggregateKeyType !== 'IP')
    throw new Error(`the lab does not serve the rule ${String(Name)}, which does not limit addresses`);
  const arn = within(
    rate,
    'ScopeDownStatement',
    'NotStatement',
    'Statement',
    'IPSetReferenceStatement',
    'ARN',
  );
  if (rate.ScopeDownStatement !== undefined && typeof arn !== 'string')
    throw new Error(`the lab does not serve the scope of the rule ${String(Name)}, which excepts no IP set`);
  return {
    limit: Number(rate.Limit),
    windowSeconds: Number(rate.EvaluationWindowSec ?? 300),
    blocks: isObject(within(Action, 'Block')),
    exceptCidrs: typeof arn === 'string' ? await addressesOf(target, arn) : [],
  };
}

/** `arn:aws:wafv2:<region>:<account>:regional/ipset/<name>/<id>` */
async function addressesOf(target: Target, arn: string): Promise<readonly string[]> {
  const [, , Name, Id] = arn.split('/');
  const { IPSet: set } = await waf(target, 'GetIPSet', { Name, Id, Scope: 'REGIONAL' });
  if (!isObject(set) || text(set, 'IPAddressVersion') !== 'IPV4') throw new Error(`no IPv4 set ${arn}`);
  return strings(set, 'Addresses');
}

function waf(target: Target, operation: string, request: JsonObject): Promise<JsonObject> {
  return json(target, 'wafv2', `AWSWAF_20190729.${operation}`, request);
}

/** The value below some keys, each in the object that the one before it leads to. */
function within(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}
