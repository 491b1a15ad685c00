import { bundleHandlers } from './bundle';

/**
 * The functions' bundles. esbuild makes them, as a process of its own, while a command loads its other modules; so a
 * command imports this before those.
 */
export const bundles = bundleHandlers();

// the code that waits for the bundles reports the error
bundles.catch(() => undefined);
