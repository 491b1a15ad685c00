import { createHash } from 'node:crypto';
import { ApiGatewayAuthorizer } from '@cdktf/provider-aws/lib/api-gateway-authorizer';
import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment';
import { ApiGatewayIntegration } from '@cdktf/provider-aws/lib/api-gateway-integration';
import { ApiGatewayMethod } from '@cdktf/provider-aws/lib/api-gateway-method';
import { ApiGatewayResource } from '@cdktf/provider-aws/lib/api-gateway-resource';
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { ApiGatewayRestApiPolicy } from '@cdktf/provider-aws/lib/api-gateway-rest-api-policy';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Lazy, type TerraformResource } from 'cdktf';
import { routeMethod, routes, type Route } from '../../api/routes';
import { integrationTimeoutMilliseconds } from '../../api/time-budget';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { endpointOnlyPolicy } from './endpoint-only-policy';
import { addGatewayResponses } from './gateway-responses';

interface RestApiProps {
  readonly api: ApiGatewayRestApi;
  /** The execute-api endpoint: the only way to the API. */
  readonly endpointId: string;
  readonly authorizer: LambdaFunction;
  /** The functions that answer, by the name that routes have for them. */
  readonly handlers: Readonly<Record<Route['handler'], LambdaFunction>>;
}

/** The API and what its stage serves. */
export interface RestApi {
  readonly api: ApiGatewayRestApi;
  readonly deployment: ApiGatewayDeployment;
}

/** The API alone. Its id is part of addresses that its functions have to know. @param endpointId the only way to it */
export function addApi(stack: EnvironmentStack, endpointId: string): ApiGatewayRestApi {
  return new ApiGatewayRestApi(stack, 'api', {
    name: stack.physicalName('api'),
    description: 'Presigned SageMaker Studio URLs for signed-in employees',
    endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: [endpointId] },
    // its id is part of the name that corporate DNS forwards
    lifecycle: { preventDestroy: stack.environment.protectFromDestroy },
  });
}

/** What the private REST API serves: the routes, over one endpoint. */
export function addRestApi(stack: EnvironmentStack, props: RestApiProps): RestApi {
  const { api } = props;
  // a resource of its own, because it names the API it belongs to
  const policy = new ApiGatewayRestApiPolicy(stack, 'api-policy', {
    restApiId: api.id,
    policy: endpointOnlyPolicy(`${api.executionArn}/*`, props.endpointId),
  });
  const authorizer = addAuthorizer(stack, api, props.authorizer);
  const served = addRoutes(stack, api, authorizer, props.handlers);
  for (const [name, lambda] of Object.entries(props.handlers)) {
    new LambdaPermission(stack, `api-invokes-${name}`, {
      functionName: lambda.functionName,
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/${routeMethod}/*`,
    });
  }
  const responses = addGatewayResponses(stack, api.id);
  // A stage serves a snapshot, which is made again when any part of it changes, the policy and the endpoint
  // included: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html
  // Terraform destroys last, so what a release removes is still in that release's snapshot: to take a route out of
  // service, replace this resource once more: terraform apply -replace=aws_api_gateway_deployment.deployment
  // https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
  const deployment = new ApiGatewayDeployment(stack, 'deployment', {
    restApiId: api.id,
    triggers: {
      routes: hashOf(served),
      authorizer: hashOf([authorizer]),
      responses: hashOf(responses),
      policy: hashOf([policy]),
      authorizerId: authorizer.id,
      endpointId: props.endpointId,
    },
    lifecycle: { createBeforeDestroy: true },
    dependsOn: [policy, authorizer, ...served, ...responses],
  });
  return { api, deployment };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html */
function addAuthorizer(
  stack: EnvironmentStack,
  api: ApiGatewayRestApi,
  lambda: LambdaFunction,
): ApiGatewayAuthorizer {
  const authorizer = new ApiGatewayAuthorizer(stack, 'api-authorizer', {
    name: 'access-token',
    restApiId: api.id,
    type: 'REQUEST',
    identitySource: 'method.request.header.Authorization',
    authorizerUri: lambda.invokeArn,
    authorizerResultTtlInSeconds: stack.environment.api.authorizerCacheSeconds,
  });
  new LambdaPermission(stack, 'api-invokes-authorizer', {
    functionName: lambda.functionName,
    action: 'lambda:InvokeFunction',
    principal: 'apigateway.amazonaws.com',
    sourceArn: `${api.executionArn}/authorizers/${authorizer.id}`,
  });
  return authorizer;
}

function addRoutes(
  stack: EnvironmentStack,
  api: ApiGatewayRestApi,
  authorizer: ApiGatewayAuthorizer,
  handlers: RestApiProps['handlers'],
): TerraformResource[] {
  const resourceIds = new Map([['', api.rootResourceId]]);
  // sorted by path, so that each resource comes after the one it lies below
  const inOrder = routes.toSorted((a: Route, b: Route) => (a.path < b.path ? -1 : 1));
  return inOrder.flatMap((route: Route) => {
    const parts = route.path.split('/');
    const pathPart = parts.pop() ?? '';
    const parentId = resourceIds.get(parts.join('/'));
    if (parentId === undefined)
      throw new Error(`route ${route.path} needs a route ${parts.join('/')} above it`);
    const resource = new ApiGatewayResource(stack, route.id, { restApiId: api.id, parentId, pathPart });
    resourceIds.set(route.path, resource.id);
    return [
      resource,
      ...addMethod(stack, api, { route, resource, authorizer, lambda: handlers[route.handler] }),
    ];
  });
}

interface MethodProps {
  readonly route: Route;
  readonly resource: ApiGatewayResource;
  readonly authorizer: ApiGatewayAuthorizer;
  readonly lambda: LambdaFunction;
}

function addMethod(
  stack: EnvironmentStack,
  api: ApiGatewayRestApi,
  { route, resource, authorizer, lambda }: MethodProps,
): TerraformResource[] {
  const method = new ApiGatewayMethod(stack, `${route.id}-get`, {
    restApiId: api.id,
    resourceId: resource.id,
    httpMethod: route.method,
    ...(route.authorization === 'none'
      ? { authorization: 'NONE' }
      : { authorization: 'CUSTOM', authorizerId: authorizer.id }),
    requestParameters: {
      ...Object.fromEntries(
        route.queryParameters.map((name) => [`method.request.querystring.${name}`, false]),
      ),
      ...(route.pathParameter !== undefined && { [`method.request.path.${route.pathParameter}`]: true }),
    },
  });
  const integration = new ApiGatewayIntegration(stack, `${route.id}-integration`, {
    restApiId: api.id,
    resourceId: resource.id,
    httpMethod: method.httpMethod,
    type: 'AWS_PROXY',
    integrationHttpMethod: 'POST',
    uri: lambda.invokeArn,
    timeoutMilliseconds: integrationTimeoutMilliseconds,
  });
  return [method, integration];
}

/**
 * A value that changes whenever the configuration of the resources does. A hash of their attributes in
 * Terraform would deploy the API once too often: the provider fills in empty ones when it reads a resource again.
 * Tokens are hashed as references; ids that may change are triggers themselves.
 */
function hashOf(resources: readonly TerraformResource[]): string {
  return Lazy.stringValue({
    produce: (context) => {
      const rendered: unknown = context.resolve(resources.map((resource): unknown => resource.toTerraform()));
      return createHash('sha256').update(JSON.stringify(rendered)).digest('hex');
    },
  });
}
