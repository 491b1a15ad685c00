const endOfDirectory = 0x06054b50;
const endLength = 22;
/** The bit of a file's mode that lets everybody read it. */
const othersMayRead = 0o004;

/**
 * The files of a zip package that Lambda cannot read, as it is not their owner.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
 * The format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.12 and 4.3.16
 */
export function unreadableFiles(zip: Buffer): string[] {
  // packages of the product have no comment at their end
  const end = zip.length - endLength;
  if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) throw new Error('the package is no zip file');
  const files: string[] = [];
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const length = (field: number) => zip.readUInt16LE(entry + field);
    const mode = zip.readUInt32LE(entry + 38) >>> 16;
    const name = zip.toString('utf8', entry + 46, entry + 46 + length(28));
    if ((mode & othersMayRead) === 0) files.push(name);
    entry += 46 + length(28) + length(30) + length(32);
  }
  return files;
}
