import { lstatSync, readdirSync, readlinkSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';

/** Links that are followed before a path counts as a circle, as in Linux (path_resolution(7)). */
const maximumLinks = 40;

/**
 * Why somebody other than root and one user could change what a path leads to, or undefined if nobody else can. Every
 * folder on the way is looked at, and every symbolic link with all that it leads through. Write permission of a group
 * counts as somebody else's, because who belongs to a group cannot be known; an access control list shows in it too.
 *
 * @param target absolute path
 * @param userId user who is trusted beside root
 * @throws Error of the file system if the path leads nowhere
 */
function whyUntrusted(target: string, userId: number): string | undefined {
  let links = 0;
  let current = path.parse(target).root;
  const rest = target.split(path.sep).filter(Boolean);
  for (;;) {
    const stats = lstatSync(current);
    const reason = whyNotOwn(current, stats, userId);
    if (reason !== undefined) return reason;
    if (stats.isSymbolicLink()) {
      if (++links > maximumLinks) return `${current} leads in a circle`;
      const destination = path.resolve(path.dirname(current), readlinkSync(current));
      rest.unshift(...destination.split(path.sep).filter(Boolean));
      current = path.parse(destination).root;
      continue;
    }
    const next = rest.shift();
    if (next === undefined) return undefined;
    current = path.join(current, next);
  }
}

/**
 * The same for everything in a folder, and for all that links in there lead to.
 *
 * @throws Error of the file system if something in there leads nowhere or cannot be read
 */
export function whyTreeUntrusted(folder: string, userId: number, depth = 0): string | undefined {
  const reason = whyUntrusted(folder, userId);
  if (reason !== undefined) return reason;
  // a mirror has two levels below a provider; a link may lead to a folder that contains it
  if (depth > 8) return `${folder} is nested too deeply`;
  for (const name of readdirSync(folder)) {
    const entry = path.join(folder, name);
    const found = statSync(entry).isDirectory()
      ? whyTreeUntrusted(entry, userId, depth + 1)
      : whyUntrusted(entry, userId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is known of one file or folder itself. Permissions of a symbolic link mean nothing. */
export function whyNotOwn(file: string, stats: Stats, userId: number): string | undefined {
  if (stats.uid !== 0 && stats.uid !== userId) return `${file} belongs to user id ${stats.uid}`;
  if (!stats.isSymbolicLink() && (stats.mode & 0o022) !== 0) {
    return `others may write to ${file} (mode ${(stats.mode & 0o7777).toString(8)})`;
  }
  return undefined;
}
