import { closeGaps } from './call';
import { allGaps } from './gaps';
import type { HostEnvironment } from '../shared/host-environment';
import { noAwsFiles, startMoto } from './moto-process';
import { forwardTo, serve } from './proxy';
import type { CommandHosts } from './ssm/commands';
import type { ProfileSettings } from './sagemaker/state';

export { listResources } from './inventory/list-resources';
export { setApiGatewayLogsRole } from './api-gateway-logs-role';
export { createTransitGateway } from './transit-gateway';

/** A running stand-in for AWS's control plane. */
export interface StandIn {
  /** `http://127.0.0.1:<port>`, for every service. */
  readonly endpoint: string;
  readonly accountId: string;
  readonly region: string;
  /** How SageMaker behaves towards new profiles, until somebody changes it. */
  readonly profileSettings: ProfileSettings;
  /** Which hosts run commands of Systems Manager: none, until somebody changes it. */
  readonly commandHosts: CommandHosts;
  /** Variables that a child process (terraform, cdktf, the AWS CLI, an SDK) needs in addition to its own. */
  readonly environment: Readonly<Record<string, string>>;
  /** How many calls have been answered. */
  callCount(): number;
  /** Ends the server and moto; returns when both are gone. */
  stop(): Promise<void>;
}

interface StandInOptions {
  /** The environment in which moto_server is found and run: the caller's own. */
  readonly hostEnvironment: HostEnvironment;
  /** @default '123456789012' */
  readonly accountId?: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** How long new profiles are pending, in milliseconds. @default 30000 */
  readonly pendingMilliseconds?: number;
}

/**
 * Starts moto_server and, in front of it, a server that closes its gaps. State is in memory only. moto ends when the
 * caller ends, however that happens.
 * @throws when moto_server is missing or does not start
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { hostEnvironment, accountId = '123456789012', region = 'us-east-1' } = options;
  const profileSettings = { pendingMilliseconds: options.pendingMilliseconds ?? 30_000, quota: Infinity };
  const commandHosts: CommandHosts = { run: () => undefined };
  const moto = await startMoto(accountId, hostEnvironment);
  const answer = closeGaps(allGaps(accountId, profileSettings, commandHosts), forwardTo(moto.port));
  let calls = 0;
  const { server, port } = await serve((call) => {
    calls += 1;
    return answer(call);
  });
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    accountId,
    region,
    profileSettings,
    commandHosts,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'lab',
      AWS_SECRET_ACCESS_KEY: 'lab',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...noAwsFiles,
    },
    callCount: () => calls,
    async stop() {
      server.closeAllConnections();
      await Promise.all([new Promise((resolve) => server.close(resolve)), moto.stop()]);
    },
  };
}
