import { bundleFile, bundleHandlers } from '../packaging/bundle';
import { writeIfChanged } from '../packaging/write-if-changed';
import { runCommand } from './failure';

void runCommand(async () => {
  for (const { name, contents } of await bundleHandlers()) {
    writeIfChanged(bundleFile(name), contents);
    console.log(`dist/handlers/${name}/index.mjs  ${(contents.length / 1000).toFixed(1)} kB`);
  }
});
