import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadEnvironment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { deployedForwarding } from '../dns/deployed';
import { deployedOutputs } from './deployed-outputs';
import { environmentName, outputFolder } from './environment';
import { runCommand } from './failure';
import { replaceDnsFiles } from './replace-dns-files';
import { realPath } from './state/folder';
import { refuseUnsafeVariables } from './state/variables';

/** Writes the finished files for corporate DNS servers and for desktops, from the outputs of a deployment. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { env: { type: 'string' }, out: { type: 'string' } } });
  if (values.out === '') throw new Error('--out: got "", expected a folder');
  refuseUnsafeVariables(process.env);
  const name = environmentName(values.env);
  const environment = loadEnvironment(name, path.join(projectFolder, 'environments'));
  const outputs = await deployedOutputs(name, ['network', 'private-api']);
  const forwarding = deployedForwarding(environment, {
    network: outputs.network,
    privateApi: outputs['private-api'],
  });
  const stacks = outputFolder();
  const folder = path.resolve(values.out ?? path.join(stacks, 'dns-deployed'));
  if (realPath(folder) === realPath(path.join(stacks, 'dns'))) {
    throw new Error(
      `--out: got ${folder}, expected another folder: npm run synth writes that one, and would refuse what it did not write`,
    );
  }
  replaceDnsFiles(folder, environment, forwarding);
  console.log(
    `wrote ${folder}; README.txt there says which file is for which DNS server, desktops/README.txt what desks must reach`,
  );
}

void runCommand(main);
