/** A path of the API. */
export interface Route {
  /** Part of Terraform's addresses: a changed id replaces the route's resources. */
  readonly id: string;
  /** Every route only reads, so policies name only this method. */
  readonly method: 'GET';
  /** Path below the stage. One `{NAME}` in it is the path parameter. */
  readonly path: `/${string}`;
  /** Name of the path parameter: a profile name, or that of a file. Default: the path has none. */
  readonly pathParameter?: string;
  /** Optional query parameters. The function reads no others. */
  readonly queryParameters: readonly string[];
  /**
   * `own-profile`: the authorizer admits the caller to this path with the caller's own profile in it, and to no other.
   * `none`: everybody whom the network lets through. Only for what is the same for all and tells nothing about anybody.
   */
  readonly authorization: 'own-profile' | 'none';
  /** The function that answers. */
  readonly handler: 'presigned-url' | 'portal';
}

/** The method of every route. */
export const routeMethod = 'GET';

/** `app`: a word of `api/landing.ts`; `space`: the name of an own private space. */
const urlParameters = ['redirect', 'app', 'space'] as const;

/** A Studio URL for the caller, whose name the path holds; the function refuses any other name. */
export const employeeRoute = {
  id: 'employee',
  method: routeMethod,
  path: '/{EMPLOYEE_ID}',
  pathParameter: 'EMPLOYEE_ID',
  queryParameters: urlParameters,
  authorization: 'own-profile',
  handler: 'presigned-url',
} as const satisfies Route;

/** A Studio URL for the caller, whom the token names. */
export const meRoute = {
  id: 'me',
  method: routeMethod,
  path: '/me',
  queryParameters: urlParameters,
  authorization: 'own-profile',
  handler: 'presigned-url',
} as const satisfies Route;

/** The caller's own private spaces. */
export const spacesRoute = {
  id: 'spaces',
  method: routeMethod,
  path: '/me/spaces',
  queryParameters: [],
  authorization: 'own-profile',
  handler: 'presigned-url',
} as const satisfies Route;

/** The page on which people sign in and open Studio. A browser shows it before anybody is signed in. */
export const portalRoute = {
  id: 'portal-page',
  method: routeMethod,
  path: '/portal',
  queryParameters: [],
  authorization: 'none',
  handler: 'portal',
} as const satisfies Route;

/** What the page consists of, by name. */
export const portalFileRoute = {
  id: 'portal-file',
  method: routeMethod,
  path: '/portal/{file}',
  pathParameter: 'file',
  queryParameters: [],
  authorization: 'none',
  handler: 'portal',
} as const satisfies Route;

/**
 * The routes of the API. API Gateway's resources, the authorizer's policy and the names that no user may have follow
 * from this list.
 */
export const routes = [
  employeeRoute,
  meRoute,
  spacesRoute,
  portalRoute,
  portalFileRoute,
] as const satisfies readonly Route[];

/** A route's path for one profile, such as `/alice`. */
export function pathFor(route: Pick<Route, 'path' | 'pathParameter'>, profile: string): string {
  return route.pathParameter === undefined
    ? route.path
    : route.path.replace(`{${route.pathParameter}}`, () => profile);
}

/**
 * Names that no user may have, because they are paths of the API.
 */
export const reservedProfileNames: readonly string[] = [
  ...new Set(routes.map(({ path }) => path.split('/')[1] ?? '').filter((name) => !name.startsWith('{'))),
];
