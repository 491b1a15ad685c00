import { readSettings } from './environment';
import { createHandler } from './handler';

export const handler = createHandler(PORTAL_ASSETS, readSettings(process.env));
