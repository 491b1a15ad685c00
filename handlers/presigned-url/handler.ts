import type { OwnSpaces } from '../../api/landing';
import { type ProblemCode, problems } from '../../api/problems';
import { employeeRoute, type routes, spacesRoute } from '../../api/routes';
import { presignedUrlMilliseconds } from '../../api/time-budget';
import { causeOf } from '../shared/cause';
import { record, text } from '../../api/json';
import type { Log, LogFields } from '../shared/log';
import type { ProxyResponse } from '../shared/proxy-response';
import type { TakeFromBudget } from './budget';
import { type Choice, readChoice } from './choice';
import { withinDeadline } from './deadline';
import type { PresignedUrlSettings } from './environment';
import type { CreateUrlOnFirstUse } from './first-use';
import { failureOf } from './outcome';
import { ownerOf } from './ownership';
import { problemResponse, redirectResponse, spacesResponse, urlResponse } from './response';
import type { Landing } from './spaces';
import { isStudioUrl } from './studio-url';

/** What the function needs from outside. */
export interface PresignedUrlPorts {
  readonly createUrl: CreateUrlOnFirstUse;
  readonly findLanding: (choice: Choice, profile: string, signal: AbortSignal) => Promise<Landing>;
  readonly listOwnSpaces: (profile: string, signal: AbortSignal) => Promise<OwnSpaces>;
  readonly settings: Pick<
    PresignedUrlSettings,
    'domainId' | 'urlLifetimeSeconds' | 'landingApps' | 'suspendedProfiles' | 'region'
  >;
  readonly takeFromBudget: TakeFromBudget;
  /** Lists are counted apart: a list and a URL belong to one visit. */
  readonly takeFromListBudget: TakeFromBudget;
  readonly log: Log;
  /** Time limit for all that SageMaker is asked, in milliseconds. */
  readonly deadline?: number;
}

/**
 * Makes the function behind the API's methods (Lambda proxy integration): a presigned URL to the caller's own Studio, the
 * caller's own spaces, or a problem that names no cause. It never throws.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function createHandler({
  createUrl,
  findLanding,
  listOwnSpaces,
  takeFromBudget,
  takeFromListBudget,
  settings,
  log,
  deadline = presignedUrlMilliseconds,
}: PresignedUrlPorts) {
  const failed = (error: unknown, facts: Facts) => {
    const { problem, code } = failureOf(error);
    log(levelOf(problem), code, { ...facts, cause: causeOf(error) });
    return problemResponse(problem, facts.requestId);
  };

  const spacesOf = async (profile: string, facts: Facts) => {
    if (!takeFromListBudget(profile)) {
      log('WARN', 'too_many_lists', facts);
      return problemResponse('too_many_requests', facts.requestId);
    }
    try {
      const own = await withinDeadline(deadline, (signal) => listOwnSpaces(profile, signal));
      const listed = { ...facts, spaces: own.spaces.length };
      if (own.complete) log('INFO', 'spaces_listed', listed);
      else log('WARN', 'spaces_incomplete', listed);
      return spacesResponse(own);
    } catch (error) {
      return failed(error, facts);
    }
  };

  return async (event: unknown, context?: unknown): Promise<ProxyResponse> => {
    const request = read(event, context);
    const { authorizer, query, all, requestId } = request;
    const named = request.pathParameters[employeeRoute.pathParameter];
    const owner = ownerOf(authorizer.studioUserProfile, named);
    const user = text(authorizer.principalId);
    const facts = { requestId, user, domain: settings.domainId, ...request.origin };
    if ('refused' in owner) {
      log('WARN', owner.refused, facts);
      return problemResponse(owner.refused === 'not_owner' ? 'not_allowed' : 'not_signed_in', requestId);
    }

    const decision = { ...facts, profile: owner.profile };
    if (settings.suspendedProfiles.includes(owner.profile)) {
      log('WARN', 'suspended', decision);
      return problemResponse('suspended', requestId);
    }
    if (request.resourcePath === spacesRoute.path) return spacesOf(owner.profile, decision);

    const choice = readChoice(query, all, settings.landingApps);
    if ('refused' in choice) {
      log('WARN', choice.refused, decision);
      const isRepeated = choice.refused === 'repeated_parameter';
      return problemResponse(isRepeated ? 'bad_request' : choice.refused, requestId);
    }
    if (!takeFromBudget(owner.profile)) {
      log('WARN', 'too_many_urls', decision);
      return problemResponse('too_many_requests', requestId);
    }
    const asked = { ...decision, ...choice };
    let url: unknown;
    try {
      const onProfileCreated = () => {
        log('INFO', 'profile_created', decision);
      };
      url = await withinDeadline(deadline, async (signal) => {
        const landing = await findLanding(choice, owner.profile, signal);
        return createUrl(owner.profile, landing, signal, onProfileCreated);
      });
    } catch (error) {
      return failed(error, asked);
    }
    if (!isStudioUrl(url, settings.region)) {
      log('ERROR', 'unexpected_url', asked);
      return problemResponse('sagemaker_failed', requestId);
    }
    log('INFO', 'url_created', asked);
    return query.redirect === 'true' ? redirectResponse(url) : urlResponse(url, settings.urlLifetimeSeconds);
  };
}

/** What is logged about a request. */
type Facts = LogFields & { readonly requestId: string };

/** A profile that is being made is no failure; those of the caller are a warning. */
function levelOf(problem: ProblemCode): 'INFO' | 'WARN' | 'ERROR' {
  if (problem === 'profile_pending') return 'INFO';
  return problems[problem].status < 500 ? 'WARN' : 'ERROR';
}

type AnyRoute = Extract<(typeof routes)[number], { handler: 'presigned-url' }>;
/** Values by the names that the routes declare; each may be anything. */
type PathParameters = Readonly<
  Partial<Record<Extract<AnyRoute, { pathParameter: string }>['pathParameter'], unknown>>
>;
/** Query parameters by name: the last value of each, and all values. */
type QueryParameters = Readonly<Partial<Record<AnyRoute['queryParameters'][number], unknown>>>;

/** The used fields of API Gateway's proxy event, any of which may be null or missing. */
function read(event: unknown, context: unknown) {
  const { requestContext, pathParameters, queryStringParameters, multiValueQueryStringParameters } =
    record(event);
  const { authorizer, identity, requestId, resourcePath } = record(requestContext);
  const { sourceIp, vpceId } = record(identity);
  return {
    authorizer: record(authorizer),
    resourcePath,
    pathParameters: record(pathParameters) as PathParameters,
    query: record(queryStringParameters) as QueryParameters,
    all: record(multiValueQueryStringParameters) as QueryParameters,
    requestId: text(requestId) ?? text(record(context).awsRequestId) ?? 'unknown',
    origin: { sourceIp: text(sourceIp), vpcEndpoint: text(vpceId) },
  };
}
