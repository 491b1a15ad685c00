import { setApiGatewayLogsRole } from '../../stand-in';
import { accountId, SharedStandIn } from '../../test-support/stand-in';

const shared = new SharedStandIn();
const { rest } = shared;
const role = `arn:aws:iam::${accountId}:role/studio`;

describe('REST APIs', () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/*' },
    ],
  });
  const endpointConfiguration = { types: ['PRIVATE'] };

  it('answer their policy escaped once more, with full ARNs', async () => {
    const { body: created } = await rest('apigateway', 'POST', '/restapis', {
      name: 'a',
      endpointConfiguration,
      policy,
    });
    const id = String(created.id);
    const { body } = await rest('apigateway', 'GET', `/restapis/${id}`);
    // strconv.Unquote of the Terraform provider
    const read = JSON.parse(`"${String(body.policy)}"`) as string;
    expect(read).toBe(policy.replace('execute-api:/', `arn:aws:execute-api:us-east-1:${accountId}:${id}/`));
    const { body: list } = await rest('apigateway', 'GET', '/restapis');
    expect(list.item).toContainEqual(expect.objectContaining({ id, policy: body.policy }));
  });

  it('fail to deploy when private and without a policy', async () => {
    const { body: api } = await rest('apigateway', 'POST', '/restapis', { name: 'b', endpointConfiguration });
    expect(await rest('apigateway', 'POST', `/restapis/${String(api.id)}/deployments`, {})).toEqual({
      status: 400,
      body: {
        __type: 'BadRequestException',
        message: "Private REST API doesn't have a resource policy attached to it",
      },
    });
  });
});

describe('stages', () => {
  /** An API with the stage `prod`. */
  const deployedApi = async (name: string) => {
    const { body: api } = await rest('apigateway', 'POST', '/restapis', { name });
    const path = `/restapis/${String(api.id)}`;
    const { body: resources } = await rest('apigateway', 'GET', `${path}/resources`);
    const [root] = resources.item as { id: string }[];
    const method = `${path}/resources/${root?.id ?? ''}/methods/GET`;
    await rest('apigateway', 'PUT', method, { authorizationType: 'NONE' });
    await rest('apigateway', 'PUT', `${method}/integration`, { type: 'MOCK' });
    await rest('apigateway', 'POST', `${path}/deployments`, { stageName: 'prod' });
    return { path, apiId: String(api.id) };
  };

  it('write logs only in an account with a role for it', async () => {
    const { path } = await deployedApi('c');
    const patchOperations = [
      { op: 'replace', path: '/accessLogSettings/format', value: '$context.requestId' },
    ];
    const log = () => rest('apigateway', 'PATCH', `${path}/stages/prod`, { patchOperations });
    await setApiGatewayLogsRole(shared.running, '');
    expect(await log()).toMatchObject({
      status: 400,
      body: { message: 'CloudWatch Logs role ARN must be set in account settings to enable logging' },
    });
    await setApiGatewayLogsRole(shared.running, role);
    expect(await log()).toMatchObject({
      status: 200,
      body: { accessLogSettings: { format: '$context.requestId' } },
    });
  });

  it('and APIs cannot be deleted while a custom domain name is mapped to them', async () => {
    const { path, apiId } = await deployedApi('d');
    const domainName = 'mapped.example.com';
    await rest('apigateway', 'POST', '/domainnames', { domainName });
    const mappings = `/domainnames/${domainName}/basepathmappings`;
    await rest('apigateway', 'POST', mappings, { restApiId: apiId, stage: 'prod' });
    for (const [deleted, kind] of [
      [`${path}/stages/prod`, 'stage'],
      [path, 'RestApi'],
    ] as const) {
      const message = expect.stringContaining(
        `Please remove all base path mappings related to the ${kind} in your domains: ${domainName}`,
      ) as string;
      expect(await rest('apigateway', 'DELETE', deleted)).toMatchObject({ status: 400, body: { message } });
    }
    await rest('apigateway', 'POST', `${path}/deployments`, { stageName: 'next' });
    const patchOperations = [{ op: 'replace', path: '/stage', value: 'next' }];
    await rest('apigateway', 'PATCH', `${mappings}/(none)`, { patchOperations });
    expect(await rest('apigateway', 'DELETE', `${path}/stages/prod`)).toMatchObject({ status: 202 });
  });
});
