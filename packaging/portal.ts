import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { portalBytes, type PortalAssets } from '../api/portal';
import { projectFolder } from '../config/project-folder';
import { bundledFiles, problemsOf } from './recipe';

/** What is in the script beside our code. The limit is that of all files together. */
const recipe = { replacements: {}, packages: ['oauth4webapi', 'uqr'], largest: portalBytes };

/**
 * Builds the page of the portal: one script for browsers, and the other files as they are.
 *
 * @throws Error if a source does not compile, if the script holds anything but what the recipe says, or if all together are too large
 */
export async function buildPortal(): Promise<PortalAssets> {
  const read = (file: string) => readFileSync(join(projectFolder, 'portal', file), 'utf8');
  const { metafile, outputFiles } = await build({
    absWorkingDir: projectFolder,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    // browsers of 2023 and later
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
    tsconfig: join(projectFolder, 'portal', 'tsconfig.json'),
    entryPoints: [join(projectFolder, 'portal', 'main.ts')],
    outfile: 'app.js',
    metafile: true,
    write: false,
  });
  const script = outputFiles[0]?.text ?? '';
  const assets = { page: read('page.html'), script, style: read('style.css'), icon: read('icon.svg') };
  const bytes = Buffer.byteLength(Object.values(assets).join(''));
  const problems = problemsOf(recipe, bundledFiles(metafile), bytes);
  if (problems.length > 0) {
    throw new Error(
      `the page of the portal is not what packaging/portal.ts describes:\n${problems.join('\n')}`,
    );
  }
  return assets;
}
