import path from 'node:path';
import { App } from 'cdktf';
import { environmentFromCommand, outputFolder } from './cli/environment';
import { prepareOutput } from './cli/output';
import { forwardingOf } from './dns/deployment';
import { writeDnsFiles } from './dns/files';
import { regionWideWarning } from './dns/region-warning';
import { packageHandlers } from './packaging/package';
import { IdentityStack } from './stacks/identity-stack';
import { NetworkStack } from './stacks/network-stack';
import { PrivateApiStack } from './stacks/private-api-stack';
import { StudioStack } from './stacks/studio-stack';

const environment = environmentFromCommand();
const outdir = outputFolder();
const code = packageHandlers();

const app = new App({ outdir, stackTraces: false });
const network = new NetworkStack(app, 'network', environment);
const identity = new IdentityStack(app, 'identity', environment);
const studio = new StudioStack(app, 'studio', environment, { network });
new PrivateApiStack(app, 'private-api', environment, { network, identity, studio, code });
prepareOutput(outdir, environment.name);
app.synth();

writeDnsFiles(path.join(outdir, 'dns'), forwardingOf(environment));
const warning = regionWideWarning(environment);
if (warning !== undefined) console.error(warning);
