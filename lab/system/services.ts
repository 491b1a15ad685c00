import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../config/load';
import { ApiGateway } from '../api-gateway/gateway';
import { Metrics } from '../cloudwatch/metrics';
import { UserPools } from '../cognito/user-pools';
import { Functions } from '../lambda/functions';
import { placesAt } from '../lambda/places';
import type { HostProcess } from '../hosts/host-process';
import type { Authority } from '../network/authority';
import type { Site } from '../network/site';
import { SageMakerApi } from '../sagemaker/api';
import { PresignedUrls } from '../sagemaker/urls';
import type { StandIn } from '../stand-in';
import type { Cleanup } from './cleanup';

/** The data planes of AWS's services. */
export interface Services {
  readonly functions: Functions;
  readonly metrics: Metrics;
  readonly gateway: ApiGateway;
  readonly sageMaker: SageMakerApi;
  readonly urls: PresignedUrls;
  readonly userPools: UserPools;
}

interface ServicesOptions {
  readonly environment: Environment;
  readonly standIn: StandIn;
  readonly site: Site;
  /** Indexes of lost zones, where no function starts. */
  readonly lostZones: ReadonlySet<number>;
  readonly authority: Authority;
  /** Folder for files of this run. */
  readonly folder: string;
  readonly cleanup: Cleanup;
  /** The host from which AWS's services send requests of their own, once it runs. */
  readonly internet: () => HostProcess | undefined;
}

/**
 * How long Cognito waits for a trigger.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
const triggerMilliseconds = 5000;

/** Makes the services without a deployment. The cleanup ends the functions. */
export function createServices(options: ServicesOptions): Services {
  const { environment, standIn, site, lostZones, authority, cleanup } = options;
  const { region } = environment;
  const folder = path.join(options.folder, 'functions');
  mkdirSync(folder);
  const metrics = new Metrics();
  const places = placesAt(site, lostZones);
  const functions = new Functions({ folder, region, authority: authority.file, metrics, places });
  cleanup.add(() => {
    functions.endAll();
  });
  const urls = new PresignedUrls();
  return {
    functions,
    metrics,
    gateway: new ApiGateway({ functions, metrics, accountId: standIn.accountId, region }),
    sageMaker: new SageMakerApi(standIn, urls),
    urls,
    userPools: new UserPools({
      target: standIn,
      invokeTrigger: (arn, event, sourceArn) => {
        const service = 'cognito-idp.amazonaws.com';
        const invoker = { service, sourceArn, sourceAccount: standIn.accountId } as const;
        return functions.invoke(arn, event, invoker, triggerMilliseconds);
      },
      askProvider: (request) => options.internet()?.request(request) ?? Promise.resolve({}),
    }),
  };
}
