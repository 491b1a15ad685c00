// Lets Node run this project's TypeScript: `node --import ./cli/typescript.mjs main.ts`. The command `tsx` would start
// one more process, and tsx's cache is in a folder of /tmp whose name others can take before us: what is in there is run.
import process from 'node:process';

process.env.TSX_DISABLE_CACHE = '1';
await import('tsx');
