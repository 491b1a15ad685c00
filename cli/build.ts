import { bundleHandlers } from '../packaging/bundle';

for (const { name, bytes } of bundleHandlers()) {
  console.log(`dist/handlers/${name}/index.mjs  ${(bytes / 1000).toFixed(1)} kB`);
}
