import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';
import { Visit } from '../../lab/walkthrough/chromium';
import type { Site } from './site';

/** Where pictures of the states go. */
const pictures = path.join(projectFolder, 'dist', 'portal-pictures');

const sizes = { desktop: { width: 1024, height: 768 }, phone: { width: 360, height: 740 } };

/** Starts a browser of its own, for which every name leads to the site. */
export async function visitTo({ port, publicKeyHash }: Site): Promise<Visit> {
  const folder = mkdtempSync(path.join(tmpdir(), 'portal-browser-'));
  const args = [`--host-resolver-rules=MAP * 127.0.0.1:${port}`];
  const visit = await Visit.start({ folder, publicKeyHash, args });
  await visit.page.setViewportSize(sizes.desktop);
  return visit;
}

/** Looks at a state with axe and takes pictures of it: light and dark, on a desktop and on a phone. */
export async function look(visit: Visit, name: string): Promise<string[]> {
  const { page } = visit;
  mkdirSync(pictures, { recursive: true });
  const found: string[] = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({
        path: path.join(pictures, `${name}-${size}-${colorScheme}.png`),
        fullPage: true,
      });
      found.push(...(await visit.axe()).map((finding) => `${name} ${size} ${colorScheme}: ${finding}`));
      const isTooWide = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      if (isTooWide === true) found.push(`${name} ${size}: the page is wider than the screen`);
    }
  }
  await page.setViewportSize(sizes.desktop);
  return found;
}

/** Secrets that are somewhere in a text. */
export function leaksIn(text: string, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) => secret.length > 5 && text.includes(secret));
}
