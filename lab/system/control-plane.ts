import type { Environment } from '../../config/load';
import { ProjectFolder } from '../deployment/project-folder';
import { deploy, endCommands, type Deployment } from '../deployment/deploy';
import { createTransitGateway, startStandIn, type StandIn } from '../stand-in';
import { providerVariables } from '../terraform/provider-mirror';
import type { Cleanup } from './cleanup';

type HostEnvironment = Readonly<Record<string, string | undefined>>;

/** Starts the stand-in for AWS's control plane, with what an environment expects to find there. */
export async function startControlPlane(
  { region, allowedAccountIds, corporate }: Environment,
  hostEnvironment: HostEnvironment,
): Promise<StandIn> {
  const standIn = await startStandIn({
    hostEnvironment,
    region,
    ...(allowedAccountIds[0] !== undefined && { accountId: allowedAccountIds[0] }),
  });
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
  /** For files of this run. */
  readonly folder: string;
  readonly cleanup: Cleanup;
  readonly onProgress: (line: string) => void;
}

/** Deploys an environment from a copy of the project, so that the user's own output and state are not touched. */
export async function deployEnvironment(options: DeployOptions): Promise<Deployed> {
  const { environment, hostEnvironment, folder, cleanup, onProgress } = options;
  const standIn = await startControlPlane(environment, hostEnvironment);
  cleanup.add(() => standIn.stop());
  const project = new ProjectFolder();
  cleanup.add(() => {
    project.remove();
  });
  cleanup.add(endCommands);
  keepStateLocally(project, environment.name);
  const inherited = Object.entries(hostEnvironment).filter(([name]) => !name.startsWith('AWS_'));
  const variables = {
    ...Object.fromEntries(inherited.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    ...standIn.environment,
    ...providerVariables(folder, hostEnvironment),
    STUDIO_ENV: environment.name,
    CDKTF_OUTDIR: project.path('cdktf.out'),
    // Terraform's providers leave sockets behind when they are ended
    TMPDIR: folder,
    CHECKPOINT_DISABLE: '1',
    NO_COLOR: '1',
    CI: '1',
  };
  const deployment = { project, environmentName: environment.name, variables };
  await deploy(deployment, onProgress);
  return { standIn, deployment };
}

/** The lab's state belongs to the lab alone, wherever the environment keeps its own. */
function keepStateLocally(project: ProjectFolder, name: string): void {
  const content = JSON.parse(project.read('environments', `${name}.json`)) as object;
  project.writeEnvironment(name, { ...content, state: { type: 'local' } });
}
