import { accessAssociations } from './api-gateway/access-associations';
import { apiGatewayAccount } from './api-gateway/account';
import { deploymentSnapshots } from './api-gateway/deployment-snapshots';
import { integrationUpdates } from './api-gateway/integration-updates';
import { mappedStages } from './api-gateway/mapped-stages';
import { privateDeployments } from './api-gateway/private-deployments';
import { privateDomainNames } from './api-gateway/private-domain-names';
import { restApiPolicy } from './api-gateway/rest-api-policy';
import { stageLogging } from './api-gateway/stage-logging';
import { apiGatewayTags } from './api-gateway/tags';
import type { Gap } from './call';
import { metricFilters } from './cloudwatch/metric-filters';
import { callbackUrls } from './cognito/callback-urls';
import { clientUpdates } from './cognito/client-updates';
import { identityProviders } from './cognito/identity-providers';
import { mfaSetup } from './cognito/mfa-setup';
import { poolDomains } from './cognito/pool-domains';
import { poolTags } from './cognito/pool-tags';
import { poolUpdates } from './cognito/pool-updates';
import { userNames } from './cognito/user-names';
import { userPools } from './cognito/user-pools';
import { chinaServices } from './ec2/china-services';
import { chosenIds } from './ec2/chosen-ids';
import { endpointZones } from './ec2/endpoint-zones';
import { groupDeletion } from './ec2/group-deletion';
import { instances } from './ec2/instances';
import { interfaceEndpoints } from './ec2/interface-endpoints';
import { privateDns } from './ec2/private-dns';
import { routePropagation } from './ec2/route-propagation';
import { ruleDescriptions } from './ec2/rule-descriptions';
import { subnetDeletion } from './ec2/subnet-deletion';
import { transitGatewayAttachments } from './ec2/transit-gateway-attachments';
import { functionCode } from './lambda/code';
import { functionRoles } from './lambda/function-roles';
import { functions } from './lambda/functions';
import { reservedConcurrency } from './lambda/reserved-concurrency';
import { notImplemented } from './not-implemented';
import { conflictingDomains } from './route53/conflicting-domains';
import { dnsFirewall } from './route53/dns-firewall';
import { privateZones } from './route53/private-zones';
import { queryLogs } from './route53/query-logs';
import { resolverEndpoints } from './route53/resolver-endpoints';
import { sageMakerApi } from './sagemaker/api';
import { homeFileSystems } from './sagemaker/home-file-systems';
import type { ProfileSettings } from './sagemaker/state';
import { associations } from './ssm/associations';
import { commands, type CommandHosts } from './ssm/commands';
import { parameters } from './ssm/parameters';
import { wafAssociations } from './wafv2/associations';

/** All gaps between a caller and moto, the outermost first. */
export function allGaps(
  accountId: string,
  profileSettings: ProfileSettings,
  commandHosts: CommandHosts,
): Gap[] {
  return [
    // before gaps that search bodies for text, because packages are binary
    functionCode(),
    chosenIds(),
    homeFileSystems(),
    sageMakerApi(accountId, profileSettings),
    // outside the other gaps of the API, so snapshots hold what these add
    deploymentSnapshots(),
    restApiPolicy(accountId),
    privateDeployments,
    privateDomainNames(accountId),
    accessAssociations(accountId),
    apiGatewayTags(),
    integrationUpdates,
    mappedStages,
    stageLogging,
    apiGatewayAccount(accountId),
    chinaServices,
    privateDns,
    conflictingDomains,
    endpointZones,
    interfaceEndpoints(),
    transitGatewayAttachments(),
    instances,
    ruleDescriptions(),
    subnetDeletion,
    groupDeletion,
    routePropagation(),
    privateZones,
    resolverEndpoints(),
    dnsFirewall(accountId),
    queryLogs(),
    userNames(),
    mfaSetup,
    userPools(),
    callbackUrls,
    clientUpdates,
    identityProviders,
    poolDomains(accountId),
    poolTags(),
    poolUpdates,
    functionRoles,
    functions(),
    reservedConcurrency(),
    wafAssociations(),
    metricFilters,
    parameters,
    associations(),
    commands(commandHosts),
    notImplemented,
  ];
}
