import type { Construct } from 'constructs';
import { landingApps } from '../api/landing';
import { meRoute } from '../api/routes';
import {
  authorizerTimeoutSeconds,
  portalTimeoutSeconds,
  presignedUrlTimeoutSeconds,
} from '../api/time-budget';
import type { Environment } from '../config/load';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import { entryPointsOf, presigningStatements, suspensionStatements } from '../constructs/presigning-policy';
import { addSecurityGroup } from '../constructs/security-group';
import { writeSettings as authorizerVariables } from '../handlers/authorizer/environment';
import { writeSettings as portalVariables } from '../handlers/portal/environment';
import { writeSettings as presignedUrlVariables } from '../handlers/presigned-url/environment';
import type { HandlerName } from '../packaging/bundle';
import type { HandlerPackage } from '../packaging/package';
import { addPortalClient } from './identity/app-client';
import type { IdentityStack } from './identity-stack';
import type { NetworkStack } from './network-stack';
import { addAddressLimit } from './private-api/address-limit';
import { addAlarms } from './private-api/alarms';
import { addApiNames } from './private-api/api-names';
import { addCustomDomain, keepCustomDomain } from './private-api/custom-domain';
import { addFunction, type LoggedFunction } from '../constructs/function';
import { firstUseOf, firstUseStatements } from './private-api/first-use';
import { addNamedConfOutput } from './private-api/named-conf';
import { portalSettings, portalUrlOf } from './private-api/portal';
import { addPrivateName } from './private-api/private-name';
import { findRegionalName } from './private-api/regional-name';
import { addApi, addRestApi } from './private-api/rest-api';
import { spaceStatements } from './private-api/spaces';
import { addStage } from './private-api/stage';
import type { StudioStack } from './studio-stack';

interface PrivateApiStackProps {
  readonly network: Pick<NetworkStack, 'vpc' | 'endpoints'>;
  readonly identity: Pick<IdentityStack, 'trust' | 'pool'>;
  readonly studio: Pick<StudioStack, 'domainId' | 'profilesOnFirstUse'>;
  readonly code: Record<HandlerName, HandlerPackage>;
}

/** The private API: functions and their roles, routes, stage, name, alarms. */
export class PrivateApiStack extends EnvironmentStack {
  readonly apiId: string;
  /** Address of the page on which people sign in. */
  readonly portalUrl: string;

  constructor(
    scope: Construct,
    id: StackId,
    environment: Environment,
    private readonly props: PrivateApiStackProps,
  ) {
    super(scope, id, environment);
    const { executeApi } = props.network.endpoints;
    const { id: vpcId } = props.network.vpc;
    const { stageName, customDomain } = environment.api;

    const api = addApi(this, executeApi.id);
    const apiId = api.id;
    const executeApiDomain = `execute-api.${environment.region}.${this.partition.dnsSuffix}`;
    const apiName = `${apiId}.${executeApiDomain}`;
    const apiUrl = customDomain ? `https://${customDomain.name}` : `https://${apiName}/${stageName}`;
    const portalUrl = portalUrlOf(apiUrl);
    this.apiId = apiId;
    this.portalUrl = portalUrl;

    const portalClientId = this.addPortalClient(portalUrl);
    const authorizer = this.addAuthorizerFunction(portalClientId);
    const presignedUrl = this.addPresignedUrlFunction();
    const portal = addFunction(this, 'portal', {
      description: 'Serves the page on which people sign in and open Studio',
      code: props.code.portal,
      environment: portalVariables(portalSettings(this, props.identity, { portalUrl, portalClientId })),
      timeoutSeconds: portalTimeoutSeconds,
      statements: [],
    });
    const restApi = addRestApi(this, {
      api,
      endpointId: executeApi.id,
      authorizer: authorizer.lambda,
      handlers: { 'presigned-url': presignedUrl.lambda, portal: portal.lambda },
    });
    const { stage, accessLogs } = addStage(this, restApi);
    addAddressLimit(this, stage);
    const endpointName = findRegionalName(this, 'execute-api', executeApi.id);
    addPrivateName(this, 'api', { name: apiName, vpcId, endpointName });
    addApiNames(this, vpcId, [apiName, `${apiId}-${executeApi.id}.${executeApiDomain}`]);
    if (customDomain) {
      addCustomDomain(this, { ...customDomain, endpoint: executeApi, endpointName, vpcId, stage });
    } else {
      keepCustomDomain(this);
    }
    addAlarms(this, { apiName: restApi.api.name, stageName, accessLogs, authorizer, presignedUrl, portal });

    this.addOutput('api_id', apiId, 'The private REST API');
    this.addOutput(
      'api_url',
      apiUrl,
      `Address of the API for clients whose DNS forwards its name: ${meRoute.method} <api_url>${meRoute.path}`,
    );
    this.addOutput('portal_url', portalUrl, 'The page on which people sign in and open Studio');
    this.addOutput(
      'api_url_by_endpoint_alias',
      `https://${apiId}-${executeApi.id}.${executeApiDomain}/${stageName}`,
      'The same API by its public alias, which resolves to private addresses: no forwarding needed, but resolvers with rebinding protection drop it',
    );
    this.addOutput(
      'api_url_by_endpoint_name',
      `https://${endpointName.dnsName}/${stageName}`,
      'The same API by the name of the endpoint; send the header x-apigw-api-id (or Host) as well',
    );
    this.addOutput(
      'api_id_header',
      `x-apigw-api-id: ${apiId}`,
      'Header to send with api_url_by_endpoint_name',
    );
    addNamedConfOutput(this, apiId);
  }

  /** The page's own client, where a code is sent to its address. Undefined: it needs none. */
  private addPortalClient(portalUrl: string): string | undefined {
    const { cognito } = this.environment.identity;
    const { pool } = this.props.identity;
    if (!cognito?.federation || !pool) return undefined;
    return addPortalClient(this, cognito.accessTokenMinutes, cognito.federation, pool.id, portalUrl).id;
  }

  /** Outside the VPC: it needs the signing keys of the tokens, which an endpoint in the VPC could hide from it. */
  private addAuthorizerFunction(portalClientId: string | undefined): LoggedFunction {
    const { identity, code } = this.props;
    const { trust } = identity;
    const accepted =
      trust.kind === 'cognito' && portalClientId !== undefined
        ? { ...trust, clientIds: [...trust.clientIds, portalClientId] }
        : trust;
    return addFunction(this, 'authorizer', {
      description: 'Verifies access tokens and admits each user to their own path',
      code: code.authorizer,
      environment: authorizerVariables(accepted),
      timeoutSeconds: authorizerTimeoutSeconds,
      statements: [],
    });
  }

  /** Inside the VPC: it must ask SageMaker over the endpoint that its role's policy names. */
  private addPresignedUrlFunction(): LoggedFunction {
    const { network, studio, code } = this.props;
    const { studio: settings } = this.environment;
    const { vpc, endpoints } = network;
    // removed people's profiles stay until somebody deletes them, and sessions and tokens from before as well
    const shutOut = [...settings.suspended, ...settings.removedUsers];
    const profilesArn = this.arn('sagemaker', `user-profile/${studio.domainId}/*`);
    const { profilesOnFirstUse } = studio;
    const securityGroup = addSecurityGroup(this, 'presigned-url-function', {
      vpcId: vpc.id,
      description: 'The presigned-URL function: only to endpoints in the VPC',
      ingress: [],
      egress: [
        {
          id: 'endpoints',
          description: 'HTTPS to the endpoints of the API, the SageMaker API and Studio',
          protocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          referencedSecurityGroupId: endpoints.securityGroupId,
        },
      ],
    });
    return addFunction(this, 'presigned-url', {
      description: "Creates presigned Studio URLs for the authorizer's profile",
      code: code['presigned-url'],
      environment: presignedUrlVariables({
        domainId: studio.domainId,
        urlLifetimeSeconds: settings.urlLifetimeSeconds,
        sessionDurationSeconds: settings.sessionDurationSeconds,
        landingUri: settings.landing.default && landingApps[settings.landing.default].page,
        landingApps: settings.landing.apps,
        suspendedProfiles: shutOut,
        firstUse: profilesOnFirstUse && firstUseOf(this, profilesOnFirstUse),
      }),
      timeoutSeconds: presignedUrlTimeoutSeconds,
      statements: [
        ...presigningStatements(profilesArn, entryPointsOf(this, network)),
        ...spaceStatements(this, studio.domainId, endpoints.sagemakerApi.id),
        ...(profilesOnFirstUse
          ? firstUseStatements(this, profilesOnFirstUse, profilesArn, endpoints.sagemakerApi.id)
          : []),
        ...suspensionStatements(this.partition.id, shutOut, profilesOnFirstUse !== undefined),
      ],
      vpcConfig: { subnetIds: vpc.subnetIds, securityGroupIds: [securityGroup.id] },
    });
  }
}
