import { bundleHandlers } from './bundle';

/**
 * The functions' bundles. esbuild makes them, as a process of its own, while a command loads its other modules; so a
 * command imports this before those.
 */
export const bundles = bundleHandlers();

// whoever waits for them says what went wrong
bundles.catch(() => undefined);
