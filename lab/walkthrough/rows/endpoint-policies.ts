import { meRoute } from '../../../api/routes';
import type { Lab } from '../../system/lab';
import { decide, type IamRequest } from '../../iam/decide';
import { networkContext } from '../../network/origin';
import { over } from '../policy-questions';
import type { Row } from '../row';

const section = 'Deployed policies by themselves';
const foreignAccountId = '210987654321';

/** The policies of the endpoints. */
export const endpointPolicyRows: readonly Row[] = [
  {
    id: 'endpoint-policies',
    section,
    what:
      "calls that the endpoints let through: one of each service with this account's credentials for its own resources; with " +
      "another account's for that account's; with this account's for that account's, where only Service Catalog and the " +
      'SageMaker API name no resource; other stages and methods of an API',
    expected:
      'own: all; of another account: none; own to theirs: .sagemaker.api, .servicecatalog; other stages and methods: none',
    async run(lab) {
      const own = lab.deployed.standIn.accountId;
      const s3Read: EndpointCall = { ...s3Call(own, foreignAccountId), action: 's3:GetObject' };
      return [
        `own: ${await letThrough(lab, endpointCalls(lab, own, own))}`,
        `of another account: ${await letThrough(lab, endpointCalls(lab, foreignAccountId, foreignAccountId))}`,
        `own to theirs: ${await letThrough(lab, [...endpointCalls(lab, own, foreignAccountId), s3Read])}`,
        `other stages and methods: ${await letThrough(lab, otherApiCalls(lab))}`,
      ].join('; ');
    },
  },
];

interface EndpointCall extends IamRequest {
  /** End of the service's name. */
  readonly service: string;
}

function s3Call(caller: string, owner: string): EndpointCall {
  const context = { 'aws:PrincipalAccount': caller, 'aws:ResourceAccount': owner };
  return { service: '.s3', action: 's3:PutObject', resource: 'arn:aws:s3:::any/object', context };
}

/** Calls of this account's API that no client of the product makes. */
function otherApiCalls({ environment, outputs, deployed }: Lab): EndpointCall[] {
  const { stageName } = environment.api;
  return [`other/${meRoute.method}${meRoute.path}`, `${stageName}/POST${meRoute.path}`].map((path) => ({
    service: 'execute-api',
    action: 'execute-api:Invoke',
    resource: `arn:aws:execute-api:${environment.region}:${deployed.standIn.accountId}:${outputs.apiId}/${path}`,
    context: {},
  }));
}

/** One call of each service, with the credentials of one account, for a resource of one. */
function endpointCalls(lab: Lab, caller: string, owner: string): EndpointCall[] {
  const { environment, outputs } = lab;
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${environment.region}:${owner}:${resource}`;
  const call = (service: string, action: string, resource: string): EndpointCall => {
    // a caller with a bearer token has no AWS identity
    const isAnonymous = action === 'execute-api:Invoke';
    return { service, action, resource, context: isAnonymous ? {} : { 'aws:PrincipalAccount': caller } };
  };
  const profile = arn('sagemaker', `user-profile/${outputs.domainId}/alice`);
  const path = `${outputs.apiId}/${environment.api.stageName}/${meRoute.method}${meRoute.path}`;
  return [
    call('execute-api', 'execute-api:Invoke', arn('execute-api', path)),
    call('.studio', 'sagemaker:CreatePresignedDomainUrl', profile),
    call('.sagemaker.api', 'sagemaker:CreatePresignedDomainUrl', profile),
    call('.sagemaker.runtime', 'sagemaker:InvokeEndpoint', arn('sagemaker', 'endpoint/any')),
    call('.sts', 'sts:AssumeRole', `arn:aws:iam::${owner}:role/any`),
    call('.logs', 'logs:PutLogEvents', arn('logs', 'log-group:/aws/sagemaker/studio:log-stream:any')),
    call('.servicecatalog', 'servicecatalog:ListPortfolios', '*'),
    s3Call(caller, owner),
  ];
}

/** `all`, `none`, or the services whose endpoints let their call through. */
async function letThrough(lab: Lab, calls: readonly EndpointCall[]): Promise<string> {
  const through = await Promise.all(
    calls.map(async ({ service, context, ...request }) => {
      const endpoint = lab.endpoint(service);
      const origin = networkContext(over(endpoint, lab.site.clientAddress));
      const decision = await decide([endpoint.policy], { ...request, context: { ...origin, ...context } });
      return decision === 'Allow' ? [service] : [];
    }),
  );
  const names = through.flat();
  if (names.length === calls.length) return 'all';
  return names.length === 0 ? 'none' : [...new Set(names)].join(', ');
}
