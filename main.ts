import path from 'node:path';
import { App } from 'cdktf';
import { environmentFromCommand, outputFolder } from './cli/environment';
import { runCommand } from './cli/failure';
import { prepareOutput } from './cli/output';
import { prepareState, stateContext } from './cli/state';
import { providerLock, writeProviderLock } from './cli/terraform/provider-lock';
import { forwardingOf } from './dns/deployment';
import { writeDnsFiles } from './dns/files';
import { regionWideWarning } from './dns/region-warning';
import { packageHandlers } from './handlers/package';
import { IdentityStack } from './stacks/identity-stack';
import { NetworkStack } from './stacks/network-stack';
import { PrivateApiStack } from './stacks/private-api-stack';
import { stackIds } from './stacks/stack-ids';
import { StudioStack } from './stacks/studio-stack';

void runCommand(() => {
  const environment = environmentFromCommand();
  const outdir = outputFolder();
  const lock = providerLock(path.join(__dirname, 'environments'));
  const code = packageHandlers();

  const app = new App({ outdir, stackTraces: false, context: stateContext(outdir) });
  const network = new NetworkStack(app, 'network', environment);
  const identity = new IdentityStack(app, 'identity', environment);
  const studio = new StudioStack(app, 'studio', environment, { network });
  new PrivateApiStack(app, 'private-api', environment, { network, identity, studio, code });
  prepareState(app, environment, outdir);
  prepareOutput(outdir, environment.name);
  app.synth();
  for (const stack of stackIds) writeProviderLock(path.join(outdir, 'stacks', stack), lock);

  writeDnsFiles(path.join(outdir, 'dns'), forwardingOf(environment));
  const warning = regionWideWarning(environment);
  if (warning !== undefined) console.error(warning);
});
