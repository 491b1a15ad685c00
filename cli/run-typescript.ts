/** Arguments with which Node runs this project's TypeScript, in the project's folder. */
export const typescript = ['--import', './cli/typescript.mjs'] as const;
