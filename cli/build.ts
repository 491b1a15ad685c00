import { bundleHandlers } from '../handlers/bundle';

for (const { name, bytes } of bundleHandlers()) {
  console.log(`dist/handlers/${name}/index.mjs  ${(bytes / 1000).toFixed(1)} kB`);
}
