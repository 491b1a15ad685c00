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
import { certificateWarning } from './config/certificate-warning';
import { wholeDomainWarning } from './dns/whole-domain-warning';
import { packageHandlers } from './packaging/package';
import { filesOf } from './packaging/packed-files';
import { CorporateNetworkStack } from './stacks/corporate-network-stack';
import { IdentityStack } from './stacks/identity-stack';
import { NetworkStack } from './stacks/network-stack';
import { PrivateApiStack } from './stacks/private-api-stack';
import { stackIdsOf } from './config/stack-ids';
import { StudioStack } from './stacks/studio-stack';

void runCommand(async () => {
  const environment = environmentFromCommand();
  const folder = outputFolder();
  const lock = providerLock(path.join(projectFolder, 'environments'));
  const output = { folder, environment: environment.name, projectFolder };

  const built = await bundles;
  writeOutput(output, (staging) => {
    const code = packageHandlers(built, staging.packages, filesOf(environment));
    const app = new App({ outdir: staging.output, stackTraces: false, context: stateContext(folder) });
    const network = new NetworkStack(app, 'network', environment);
    const identity = new IdentityStack(app, 'identity', environment, { code });
    const studio = new StudioStack(app, 'studio', environment, { network });
    const sources = { network, identity, studio, code };
    const privateApi = new PrivateApiStack(app, 'private-api', environment, sources);
    if (environment.corporateSite)
      new CorporateNetworkStack(app, 'corporate-network', environment, { network, privateApi });
    prepareState(app, environment, folder);
    app.synth();
    for (const stack of stackIdsOf(environment))
      writeProviderLock(path.join(staging.output, 'stacks', stack), lock);
    const forwarding = forwardingOf(environment);
    writeDnsFiles(path.join(staging.output, 'dns'), forwarding);
    writeDesktopFiles(path.join(staging.output, 'desktops'), environment, forwarding);
  });

  const warnings = [regionWideWarning, wholeDomainWarning, certificateWarning];
  for (const warn of warnings) {
    const warning = warn(environment);
    if (warning !== undefined) console.error(warning);
  }
});
