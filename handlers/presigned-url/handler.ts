import { type ProblemCode, problems } from '../../api/problems';
import type { routes } from '../../api/routes';
import { presignedUrlMilliseconds } from '../../api/time-budget';
import { causeOf } from '../shared/cause';
import { record, text } from '../shared/event';
import type { Log } from '../shared/log';
import type { TakeFromBudget } from './budget';
import { withinDeadline } from './deadline';
import type { PresignedUrlSettings } from './environment';
import type { CreateUrlOnFirstUse } from './first-use';
import { failureOf } from './outcome';
import { ownerOf } from './ownership';
import { problemResponse, type ProxyResponse, redirectResponse, urlResponse } from './response';
import { isStudioUrl } from './studio-url';

export interface PresignedUrlPorts {
  readonly createUrl: CreateUrlOnFirstUse;
  readonly settings: Pick<
    PresignedUrlSettings,
    'domainId' | 'urlLifetimeSeconds' | 'suspendedProfiles' | 'region'
  >;
  readonly takeFromBudget: TakeFromBudget;
  readonly log: Log;
  /** Time limit for getting the URL, in milliseconds. */
  readonly deadline?: number;
}

/**
 * Makes the function behind the API's methods (Lambda proxy integration): a presigned URL to the caller's own Studio, or
 * a problem that names no cause. It never throws.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function createHandler({
  createUrl,
  takeFromBudget,
  settings,
  log,
  deadline = presignedUrlMilliseconds,
}: PresignedUrlPorts) {
  return async (event: unknown, context?: unknown): Promise<ProxyResponse> => {
    const { authorizer, pathParameters, query, requestId, origin } = read(event, context);
    const owner = ownerOf(authorizer.studioUserProfile, pathParameters.EMPLOYEE_ID);
    const facts = { requestId, user: text(authorizer.principalId), domain: settings.domainId, ...origin };
    if ('refused' in owner) {
      log('WARN', owner.refused, facts);
      return problemResponse(owner.refused === 'not_owner' ? 'not_allowed' : 'not_signed_in', requestId);
    }

    const decision = { ...facts, profile: owner.profile };
    if (settings.suspendedProfiles.includes(owner.profile)) {
      log('WARN', 'suspended', decision);
      return problemResponse('suspended', requestId);
    }
    if (!takeFromBudget(owner.profile)) {
      log('WARN', 'too_many_urls', decision);
      return problemResponse('too_many_requests', requestId);
    }
    let url: unknown;
    try {
      const onProfileCreated = () => {
        log('INFO', 'profile_created', decision);
      };
      url = await withinDeadline(deadline, (signal) => createUrl(owner.profile, signal, onProfileCreated));
    } catch (error) {
      const { problem, code } = failureOf(error);
      log(levelOf(problem), code, { ...decision, cause: causeOf(error) });
      return problemResponse(problem, requestId);
    }
    if (!isStudioUrl(url, settings.region)) {
      log('ERROR', 'unexpected_url', decision);
      return problemResponse('sagemaker_failed', requestId);
    }
    log('INFO', 'url_created', decision);
    return query.redirect === 'true' ? redirectResponse(url) : urlResponse(url, settings.urlLifetimeSeconds);
  };
}

/** A profile that is being made is no failure; those of the caller are a warning. */
function levelOf(problem: ProblemCode): 'INFO' | 'WARN' | 'ERROR' {
  if (problem === 'profile_pending') return 'INFO';
  return problems[problem].status < 500 ? 'WARN' : 'ERROR';
}

type AnyRoute = (typeof routes)[number];
/** Values by the names that the routes declare; each may be anything. */
type PathParameters = Readonly<
  Partial<Record<Extract<AnyRoute, { pathParameter: string }>['pathParameter'], unknown>>
>;
type QueryParameters = Readonly<Partial<Record<AnyRoute['queryParameters'][number], unknown>>>;

/** The used fields of API Gateway's proxy event, any of which may be null or missing. */
function read(event: unknown, context: unknown) {
  const { requestContext, pathParameters, queryStringParameters } = record(event);
  const { authorizer, identity, requestId } = record(requestContext);
  const { sourceIp, vpceId } = record(identity);
  return {
    authorizer: record(authorizer),
    pathParameters: record(pathParameters) as PathParameters,
    query: record(queryStringParameters) as QueryParameters,
    requestId: text(requestId) ?? text(record(context).awsRequestId) ?? 'unknown',
    origin: { sourceIp: text(sourceIp), vpcEndpoint: text(vpceId) },
  };
}
