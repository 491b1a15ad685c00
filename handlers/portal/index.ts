import { readSettings } from './environment';
import { createHandler } from './handler';

/** The entry point that Lambda calls. The bundle holds `PORTAL_ASSETS`, the files of the page. */
export const handler = createHandler(PORTAL_ASSETS, readSettings(process.env));
