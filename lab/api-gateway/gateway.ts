import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readBody } from 'node:stream/consumers';
import type { Metrics } from '../cloudwatch/metrics';
import type { PrivateDomainName } from '../deployed/private-domain-names';
import type { DeployedStage } from '../deployed/rest-api';
import type { Functions } from '../lambda/functions';
import { apiGateway } from '../lambda/invoke-permission';
import { Clock } from '../shared/clock';
import type { Origin } from '../network/origin';
import { accessLogLine } from './access-log';
import { destinationOf } from './address';
import { AddressLimit } from './address-limit';
import { gatewayResponse, plain, proxyAnswer, type Answer } from './answer';
import { endpointAdmits, isAllowed, isDeniedByResource } from './authorization';
import { Authorizers, type AuthorizerResult } from './authorizer';
import { proxyEvent } from './events';
import { executionLogLines } from './execution-log';
import { areTooLarge, tooLarge } from './limits';
import { headerList, headerValue, methodArn, type ApiRequest, type RoutedRequest } from './request';
import { routeOf } from './route';
import { Throttle } from './throttle';

interface GatewayOptions {
  readonly functions: Functions;
  readonly metrics: Metrics;
  readonly accountId: string;
  readonly region: string;
}

/** Facts about a request, gathered on its way, for the logs. */
interface Known {
  authorization?: AuthorizerResult;
  authorizerMilliseconds?: number;
  integrationStatus?: number;
}

/** API Gateway's data plane for the deployed private APIs. A class: it holds the stages, their caches and logs. */
export class ApiGateway {
  readonly #options: GatewayOptions;
  readonly #authorizers: Authorizers;
  readonly #throttles = new Map<string, Throttle>();
  readonly #addressLimits = new Map<string, readonly AddressLimit[]>();
  /** The clock of authorizer caches, of throttling and of limits per address. */
  readonly clock = new Clock();
  #stages: readonly DeployedStage[] = [];
  #domainNames: readonly PrivateDomainName[] = [];
  #accessLog = '';
  #executionLog = '';

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#authorizers = new Authorizers({ functions: options.functions, clock: this.clock });
  }

  /** Serves these stages and custom domain names from now on; caches and logs start empty. */
  deploy(stages: readonly DeployedStage[], domainNames: readonly PrivateDomainName[]): void {
    this.#stages = stages;
    this.#domainNames = domainNames;
    this.#authorizers.clear();
    this.#throttles.clear();
    this.#addressLimits.clear();
    this.#accessLog = '';
    this.#executionLog = '';
    for (const stage of stages) {
      const key = `${stage.apiId}/${stage.stageName}`;
      this.#throttles.set(key, new Throttle(stage.throttle, this.clock));
      this.#addressLimits.set(
        key,
        stage.rateRules.map((rule) => new AddressLimit(rule, this.clock)),
      );
    }
  }

  get stages(): readonly DeployedStage[] {
    return this.#stages;
  }

  forgetAuthorizations(): void {
    this.#authorizers.clear();
  }

  get accessLog(): string {
    return this.#accessLog;
  }

  /** The execution logs of stages that log whole requests and answers. */
  get executionLog(): string {
    return this.#executionLog;
  }

  /** Answers a request that came to one of API Gateway's addresses. */
  async serve(incoming: IncomingMessage, outgoing: ServerResponse, origin: Origin): Promise<void> {
    const answer = await this.#answer(incoming, outgoing, origin);
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse, origin: Origin): Promise<Answer> {
    const headers = headerList(incoming);
    const body = await readBody(incoming);
    const host = headerValue(headers, 'host') ?? '';
    const [pathname = '/', search = ''] = (incoming.url ?? '/').split('?', 2);
    const apiIdHeader = headerValue(headers, 'x-apigw-api-id');
    const destination = await destinationOf(this.#stages, this.#domainNames, {
      host,
      apiIdHeader,
      pathname,
      origin,
    });
    if (!destination) return plain(403, 'Forbidden');
    const { stage, path } = destination;
    const request: ApiRequest = {
      requestId: randomUUID(),
      startedAt: Date.now(),
      httpMethod: incoming.method ?? 'GET',
      query: new URLSearchParams(search),
      path,
      stageName: stage.stageName,
      apiId: stage.apiId,
      deploymentId: stage.deploymentId,
      headers,
      body,
      origin,
      accountId: this.#options.accountId,
      region: this.#options.region,
    };
    outgoing.setHeader('x-amzn-RequestId', request.requestId);
    const refusedAs = tooLarge(request, `https://${host}${incoming.url ?? ''}`);
    if (refusedAs !== undefined) return plain(refusedAs, 'Request Too Long');
    const route = routeOf(stage.resources, request.path);
    const known: Known = {};
    const decided = await this.#decide(stage, request, route, known);
    const answer = areTooLarge(Object.entries(decided.headers))
      ? plain(500, 'Internal server error')
      : decided;
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
    if (answer.status >= 400) {
      const metricName = answer.status >= 500 ? '5XXError' : '4XXError';
      const dimensions = { ApiName: stage.apiName, Stage: stage.stageName };
      this.#options.metrics.count({ namespace: 'AWS/ApiGateway', metricName, dimensions });
    }
    if (stage.accessLogFormat) {
      const line = accessLogLine(stage.accessLogFormat, {
        request,
        answer,
        resourcePath: route?.resource.path,
        ...known,
        latencyMilliseconds: Date.now() - request.startedAt,
      });
      this.#accessLog += `${line}\n`;
      this.#options.metrics.countLine(stage.accessLogGroup, line);
    }
    if (stage.tracesData) this.#executionLog += executionLogLines(request, answer, known.authorization);
    return answer;
  }

  async #decide(
    stage: DeployedStage,
    request: ApiRequest,
    route: ReturnType<typeof routeOf>,
    known: Known,
  ): Promise<Answer> {
    const respond = (type: string) => gatewayResponse(stage, type, request.requestId);
    // before every other control of access; whether before the throttle, no page of AWS says
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
    const limits = this.#addressLimits.get(`${stage.apiId}/${stage.stageName}`) ?? [];
    if (!limits.every((limit) => limit.admit(request.origin.address))) return respond('WAF_FILTERED');
    const method = route?.resource.methods.get(request.httpMethod) ?? route?.resource.methods.get('ANY');
    if (!route || !method) return respond('MISSING_AUTHENTICATION_TOKEN');
    if (!(await endpointAdmits(request)) || (await isDeniedByResource(request, stage)))
      return respond('ACCESS_DENIED');
    if (this.#throttles.get(`${stage.apiId}/${stage.stageName}`)?.admit() === false)
      return respond('THROTTLED');
    const routed: RoutedRequest = { ...request, ...route, method };
    const authorizer =
      method.authorizerId === undefined ? undefined : stage.authorizers.get(method.authorizerId);
    if (method.authorizerId !== undefined && !authorizer) return respond('AUTHORIZER_CONFIGURATION_ERROR');
    if (authorizer) {
      const started = Date.now();
      const authorization = await this.#authorizers.authorize(authorizer, routed);
      known.authorizerMilliseconds = Date.now() - started;
      if ('refused' in authorization) return respond(authorization.refused);
      known.authorization = authorization.result;
    }
    if (!(await isAllowed(request, stage, known.authorization?.policy))) return respond('ACCESS_DENIED');
    return this.#integrate(routed, known, respond);
  }

  async #integrate(request: RoutedRequest, known: Known, respond: (type: string) => Answer): Promise<Answer> {
    const { functionArn, integrationHttpMethod, timeoutMilliseconds } = request.method;
    if (integrationHttpMethod !== 'POST') return respond('API_CONFIGURATION_ERROR');
    const { authorization } = known;
    const context = authorization ? { principalId: authorization.principalId, ...authorization.context } : {};
    // the source ARN names the method's resource, not the requested path
    const sourceArn = methodArn({ ...request, path: request.resource.path.replaceAll(/\{[^}]+\}/g, '*') });
    try {
      const event = proxyEvent(request, context);
      const outcome = await this.#options.functions.invoke(
        functionArn,
        event,
        apiGateway(sourceArn),
        timeoutMilliseconds,
      );
      if (outcome === 'late') return respond('INTEGRATION_TIMEOUT');
      if ('error' in outcome) return respond('INTEGRATION_FAILURE');
      const answer = proxyAnswer(outcome.result);
      if (!answer) return respond('INTEGRATION_FAILURE');
      known.integrationStatus = answer.status;
      return answer;
    } catch {
      return respond('API_CONFIGURATION_ERROR');
    }
  }
}
