import {
  employeeRoute,
  meRoute,
  pathFor,
  portalRoute,
  reservedProfileNames,
  routes,
  spacesRoute,
} from '../../api/routes';
import { policyFor } from '../../handlers/authorizer/policy';
import { resourcesOf } from '../../test-support/terraform-json';
import { synthesize } from '../../test-support/synthesize';

const api = synthesize()['private-api'];

test('ids and paths are unique', () => {
  expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
});

test('the parameter in a path is the declared one', () => {
  const declared = routes.map((route) => ('pathParameter' in route ? [`{${route.pathParameter}}`] : []));
  expect(routes.map(({ path }) => [...path.matchAll(/\{[^}]*\}/g)].map(([name]) => name))).toEqual(declared);
});

test.each([
  [employeeRoute, 'alice', '/alice'],
  [employeeRoute, '$&', '/$&'],
  [meRoute, 'alice', '/me'],
  [spacesRoute, 'alice', '/me/spaces'],
  [portalRoute, 'alice', '/portal'],
])('%j for %s is %s', (route, profile, path) => {
  expect(pathFor(route, profile)).toBe(path);
});

test('first parts of paths are reserved names, parameters are not', () => {
  expect(reservedProfileNames).toEqual(['me', 'portal']);
});

test('API Gateway serves each route, with its parameters, and nothing else', () => {
  const paths = resourcesOf(api, 'aws_api_gateway_resource');
  const methods = resourcesOf(api, 'aws_api_gateway_method');
  expect(Object.keys(paths).toSorted()).toEqual(routes.map(({ id }) => id).toSorted());
  expect(Object.keys(methods)).toHaveLength(routes.length);
  for (const route of routes) {
    expect(paths[route.id]).toMatchObject({ path_part: route.path.split('/').at(-1) });
    const parameters = [
      ...route.queryParameters.map((name) => [`method.request.querystring.${name}`, false]),
      ...('pathParameter' in route ? [[`method.request.path.${route.pathParameter}`, true]] : []),
    ];
    expect(methods[`${route.id}-get`]).toMatchObject({
      http_method: route.method,
      authorization: route.authorization === 'none' ? 'NONE' : 'CUSTOM',
      request_parameters: Object.fromEntries(parameters) as object,
    });
  }
});

test('the authorizer admits a user to the routes with their own name, and to nothing else', () => {
  const stage = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod';
  const own = [`${stage}/GET/alice`, `${stage}/GET/me`, `${stage}/GET/me/spaces`];
  expect(policyFor('alice', stage).Statement).toEqual([
    { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: own },
    { Effect: 'Deny', Action: 'execute-api:Invoke', NotResource: own },
  ]);
});
