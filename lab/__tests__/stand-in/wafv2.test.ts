import { json } from '../../shared/aws-client';
import { isObject, text } from '../../shared/json';
import { SharedStandIn } from '../../test-support/stand-in';

const shared = new SharedStandIn();
const { rest } = shared;

const waf = (operation: string, request: Record<string, unknown>) =>
  json(shared.running, 'wafv2', `AWSWAF_20190729.${operation}`, request);

const visibility = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: true, MetricName: 'x' };
const scope = { Scope: 'REGIONAL' };

async function created(operation: string, request: Record<string, unknown>) {
  const { Summary: summary } = await waf(operation, { ...scope, ...request });
  if (!isObject(summary)) throw new Error('no summary');
  const [Name, Id, LockToken] = ['Name', 'Id', 'LockToken'].map((field) => text(summary, field));
  return { Name, Id, LockToken, ...scope, arn: text(summary, 'ARN') };
}

const rules = (arn = '') => [
  {
    Name: 'x',
    Priority: 0,
    Statement: { IPSetReferenceStatement: { ARN: arn } },
    VisibilityConfig: visibility,
  },
];
const newAcl = (Name: string, Rules: unknown[] = []) =>
  created('CreateWebACL', { Name, DefaultAction: { Allow: {} }, VisibilityConfig: visibility, Rules });

/** The ARN of a new stage. */
async function newStage(): Promise<string> {
  const { id, rootResourceId } = (await rest('apigateway', 'POST', '/restapis', { name: 'x' })).body as {
    id: string;
    rootResourceId: string;
  };
  const method = `/restapis/${id}/resources/${rootResourceId}/methods/GET`;
  await rest('apigateway', 'PUT', method, { authorizationType: 'NONE' });
  await rest('apigateway', 'PUT', `${method}/integration`, { type: 'MOCK' });
  await rest('apigateway', 'POST', `/restapis/${id}/deployments`, { stageName: 'prod' });
  return `arn:aws:apigateway:us-east-1::/restapis/${id}/stages/prod`;
}

it('a web ACL that a stage has cannot be deleted, until the stage has another one or none', async () => {
  const [first, second, ResourceArn] = [await newAcl('first'), await newAcl('second'), await newStage()];
  await waf('AssociateWebACL', { WebACLArn: first.arn, ResourceArn });
  await expect(waf('DeleteWebACL', first)).rejects.toThrow('WAFAssociatedItemException');
  await waf('AssociateWebACL', { WebACLArn: second.arn, ResourceArn });
  expect(await waf('GetWebACLForResource', { ResourceArn })).toMatchObject({ WebACL: { Name: 'second' } });
  await waf('DeleteWebACL', first);
  await waf('DisassociateWebACL', { ResourceArn });
  await waf('DeleteWebACL', second);
});

it('an IP set that a web ACL names cannot be deleted', async () => {
  const set = await created('CreateIPSet', { Name: 'set', IPAddressVersion: 'IPV4', Addresses: [] });
  const acl = await newAcl('names-a-set', rules(set.arn));
  await expect(waf('DeleteIPSet', set)).rejects.toThrow('WAFAssociatedItemException');
  await waf('DeleteWebACL', acl);
  await waf('DeleteIPSet', set);
});

it.each([
  ['a stage that does not exist', 'arn:aws:apigateway:us-east-1::/restapis/nowhere123/stages/prod'],
  ['something else', 'arn:aws:s3:::bucket'],
])('%s gets no web ACL', async (name, ResourceArn) => {
  const { arn: WebACLArn } = await newAcl(name.replaceAll(' ', '-'));
  await expect(waf('AssociateWebACL', { WebACLArn, ResourceArn })).rejects.toThrow(/^wafv2 .*: 400/);
});
