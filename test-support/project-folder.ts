import path from 'node:path';

/** Absolute path of the project. */
export const projectFolder = path.join(__dirname, '..');
