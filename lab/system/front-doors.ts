import type { ApiGateway } from '../api-gateway/gateway';
import type { UserPools } from '../cognito/user-pools';
import type { DeployedNetwork } from '../deployed/network';
import type { Service } from '../network/ingress';
import type { Site } from '../network/site';
import type { SageMakerApi } from '../sagemaker/api';
import { serveStudio } from '../sagemaker/studio';
import type { PresignedUrls } from '../sagemaker/urls';
import type { Target } from '../shared/aws-client';
import { sendJson } from '../shared/http';
import { originOf } from '../network/origin';

interface FrontDoorsOptions {
  readonly site: Site;
  readonly network: () => DeployedNetwork;
  readonly gateway: ApiGateway;
  readonly sageMaker: SageMakerApi;
  readonly urls: PresignedUrls;
  readonly userPools: UserPools;
  readonly target: Target;
}

/** Routes each request to a service: that of the endpoint it came over, or from the internet that of the host name. */
export function frontDoors(options: FrontDoorsOptions): Service {
  const { site, network, gateway, sageMaker, urls, userPools, target } = options;
  return async (incoming, outgoing, arrival) => {
    const origin = originOf(arrival, site, network());
    const host = incoming.headers.host ?? '';
    if (origin.over === 'endpoint') {
      if (origin.serviceName.endsWith('.studio'))
        await serveStudio(incoming, outgoing, { origin, target, urls });
      else if (origin.serviceName.endsWith('execute-api')) await gateway.serve(incoming, outgoing, origin);
      else if (origin.serviceName.endsWith('.sagemaker.api'))
        await sageMaker.serve(incoming, outgoing, origin);
      else sendJson(outgoing, 404, { message: `the lab has no ${origin.serviceName}` });
    } else if (origin.front === 'studio') await serveStudio(incoming, outgoing, { origin, target, urls });
    else if (isSignInDomain(host)) await userPools.serveDomain(incoming, outgoing);
    else if (/(^|-)cognito-idp\./.test(host)) await userPools.serve(incoming, outgoing);
    else if (host.startsWith('api.sagemaker.')) await sageMaker.serve(incoming, outgoing, origin);
    else await gateway.serve(incoming, outgoing, origin);
  };
}

/** Whether a name is that of a user pool's sign-in pages. */
const isSignInDomain = (host: string) => host.endsWith('.amazoncognito.com');
