import { json } from '../../../shared/aws-client';
import { isObject, type JsonObject } from '../../../shared/json';
import { SharedStandIn } from '../../../test-support/stand-in';

const shared = new SharedStandIn();

let requests = 0;
const call = (operation: string, request: JsonObject = {}) =>
  json(shared.running, 'route53resolver', `Route53Resolver.${operation}`, {
    CreatorRequestId: String((requests += 1)),
    ...request,
  });

describe('query logs', () => {
  it('have tags', async () => {
    const reply = await call('CreateResolverQueryLogConfig', {
      Name: 'tagged',
      DestinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:dns',
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '1' },
      ],
    });
    const config = isObject(reply.ResolverQueryLogConfig) ? reply.ResolverQueryLogConfig : {};
    const ResourceArn = config.Arn;
    await call('TagResource', { ResourceArn, Tags: [{ Key: 'a', Value: '2' }] });
    await call('UntagResource', { ResourceArn, TagKeys: ['b'] });
    expect(await call('ListTagsForResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'a', Value: '2' }] });
    await call('DeleteResolverQueryLogConfig', { ResolverQueryLogConfigId: config.Id });
  });

  it('are taken from the VPC before they are deleted, and are gone then', async () => {
    const { vpcId: ResourceId } = await shared.createNetwork();
    const DestinationArn = 'arn:aws:logs:us-east-1:111122223333:log-group:dns';
    const reply = await call('CreateResolverQueryLogConfig', { Name: 'dns', DestinationArn });
    const ResolverQueryLogConfigId = isObject(reply.ResolverQueryLogConfig)
      ? reply.ResolverQueryLogConfig.Id
      : '';
    const ids = { ResolverQueryLogConfigId };
    await call('AssociateResolverQueryLogConfig', { ...ids, ResourceId });
    await expect(call('DeleteResolverQueryLogConfig', ids)).rejects.toThrow('InvalidRequestException');
    await call('DisassociateResolverQueryLogConfig', { ...ids, ResourceId });
    await call('DeleteResolverQueryLogConfig', ids);
    await expect(call('GetResolverQueryLogConfig', ids)).rejects.toThrow('ResourceNotFoundException');
    expect(await call('ListResolverQueryLogConfigs')).toMatchObject({ ResolverQueryLogConfigs: [] });
  });
});
