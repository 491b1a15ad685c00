import { bundleHandlers } from '../packaging/bundle';
import { runCommand } from './failure';

void runCommand(() => {
  for (const { name, bytes } of bundleHandlers()) {
    console.log(`dist/handlers/${name}/index.mjs  ${(bytes / 1000).toFixed(1)} kB`);
  }
});
