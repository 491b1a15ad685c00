import path from 'node:path';

/** Absolute path of the folder that the project is in. */
export const projectFolder = path.join(__dirname, '..');
