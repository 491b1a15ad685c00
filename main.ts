import { bundles } from './packaging/early-bundles';
import path from 'node:path';
import { App } from 'cdktf';
import { environmentFromCommand, outputFolder } from './cli/environment';
import { runCommand } from './cli/failure';
import { writeOutput } from './cli/output/write-output';
import { prepareState, stateContext } from './cli/state';
import { providerLock, writeProviderLock } from './cli/terraform/provider-lock';
import { projectFolder } from './config/project-folder';
import { forwardingOf } from './dns/deployment';
import { writeDesktopFiles } from './dns/desktops/files';
import { writeDnsFiles } from './dns/files';
import { regionWideWarning } from './dns/region-warning';
import { wholeDomainWarning } from './dns/whole-domain-warning';
import { packageHandlers } from './packaging/package';
import { IdentityStack } from './stacks/identity-stack';
import { NetworkStack } from './stacks/network-stack';
import { PrivateApiStack } from './stacks/private-api-stack';
import { stackIds } from './config/stack-ids';
import { StudioStack } from './stacks/studio-stack';

void runCommand(async () => {
  const environment = environmentFromCommand();
  const folder = outputFolder();
  const lock = providerLock(path.join(projectFolder, 'environments'));
  const output = { folder, environment: environment.name, projectFolder };

  const built = await bundles;
  writeOutput(output, (staging) => {
    const code = packageHandlers(built, staging.packages, {});
    const app = new App({ outdir: staging.output, stackTraces: false, context: stateContext(folder) });
    const network = new NetworkStack(app, 'network', environment);
    const identity = new IdentityStack(app, 'identity', environment);
    const studio = new StudioStack(app, 'studio', environment, { network });
    new PrivateApiStack(app, 'private-api', environment, { network, identity, studio, code });
    prepareState(app, environment, folder);
    app.synth();
    for (const stack of stackIds) writeProviderLock(path.join(staging.output, 'stacks', stack), lock);
    const forwarding = forwardingOf(environment);
    writeDnsFiles(path.join(staging.output, 'dns'), forwarding);
    writeDesktopFiles(path.join(staging.output, 'desktops'), environment, forwarding);
  });

  for (const warning of [regionWideWarning(environment), wholeDomainWarning(environment)]) {
    if (warning !== undefined) console.error(warning);
  }
});
