import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../config/load';
import { stackIdsOf } from '../../config/stack-ids';
import { ProjectFolder } from '../deployment/project-folder';
import { deploy, endCommands, type Deployment } from '../deployment/deploy';
import { createTransitGateway, startStandIn, type StandIn } from '../stand-in';
import { providerVariables } from '../terraform/provider-mirror';
import type { Cleanup } from './cleanup';
import { company } from './company';
import { forCommands, type HostEnvironment } from '../shared/host-environment';
import { parseObject, type JsonObject } from '../shared/json';

/** Starts the stand-in for AWS's control plane, with the resources that an environment needs, until the cleanup. */
export async function startControlPlane(
  { region, allowedAccountIds, corporate }: Environment,
  hostEnvironment: HostEnvironment,
  cleanup: Cleanup,
): Promise<StandIn> {
  const standIn = await startStandIn({
    hostEnvironment,
    region,
    // one row is about people who wait for their profile
    pendingMilliseconds: 0,
    ...(allowedAccountIds[0] !== undefined && { accountId: allowedAccountIds[0] }),
  });
  cleanup.add(() => standIn.stop());
  const { connection } = corporate;
  if (connection !== 'none' && connection.transitGatewayId !== undefined) {
    await createTransitGateway(standIn, connection.transitGatewayId);
  }
  return standIn;
}

/** A deployment in a control plane of its own. */
export interface Deployed {
  readonly standIn: StandIn;
  readonly deployment: Deployment;
}

interface DeployOptions {
  readonly environment: Environment;
  readonly hostEnvironment: HostEnvironment;
  /** Folder for files of this run. */
  readonly folder: string;
  readonly cleanup: Cleanup;
  readonly onProgress: (line: string) => void;
}

/** Deploys an environment from a copy of the project, so the user's own output and state stay as they are. */
export async function deployEnvironment(options: DeployOptions): Promise<Deployed> {
  const { environment, hostEnvironment, folder, cleanup, onProgress } = options;
  const standIn = await startControlPlane(environment, hostEnvironment, cleanup);
  const project = copyProject(environment, cleanup);
  cleanup.add(endCommands);
  const providers = path.join(folder, 'providers');
  mkdirSync(providers);
  const variables = {
    // without it, cdktf would keep downloaded providers in the home folder
    TF_PLUGIN_CACHE_DIR: providers,
    ...forCommands(hostEnvironment),
    ...standIn.environment,
    ...providerVariables(folder, hostEnvironment),
    STUDIO_ENV: environment.name,
    CDKTF_OUTDIR: project.path('cdktf.out'),
    // Terraform's providers leave sockets behind
    TMPDIR: folder,
    CHECKPOINT_DISABLE: '1',
    NO_COLOR: '1',
    // only a federated user pool asks for it
    TF_VAR_identity_provider_client_secret: company.cognitoClient.secret,
    CI: '1',
  };
  const stacks = stackIdsOf(environment);
  const deployment = { project, environmentName: environment.name, stacks, variables };
  await deploy(deployment, onProgress);
  return { standIn, deployment };
}

/**
 * A copy of the project until the cleanup, with the environment's users and sign-in. Its state is in the copy, wherever the environment
 * keeps its state.
 */
export function copyProject({ name, studio, identity }: Environment, cleanup: Cleanup): ProjectFolder {
  const project = new ProjectFolder();
  cleanup.add(() => {
    project.remove();
  });
  const content = parseObject(project.read('environments', `${name}.json`));
  const { userDetails, suspended } = studio;
  const users = studio.users.map((user) => {
    const details = userDetails[user];
    return details === undefined ? user : { name: user, ...details };
  });
  project.writeEnvironment(name, {
    ...content,
    state: { type: 'local' },
    identity,
    studio: { ...(content.studio as JsonObject), users, suspended },
  });
  return project;
}
