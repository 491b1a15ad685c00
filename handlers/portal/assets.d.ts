import type { PortalAssets } from '../../api/portal';

declare global {
  /** The page and its files. `packaging/bundle.ts` builds them and puts them in the place of this name. */
  const PORTAL_ASSETS: PortalAssets;
}
