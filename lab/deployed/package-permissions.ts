import { fromBufferPromise } from 'yauzl';

/** The bit of a file's mode that lets every user read it. */
const othersMayRead = 0o004;

/**
 * The files of a zip package that Lambda cannot read, because it is not their owner.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
 * @throws Error if the package is no zip file
 */
export async function unreadableFiles(zip: Buffer): Promise<string[]> {
  const files: string[] = [];
  const entries = await fromBufferPromise(zip, { lazyEntries: true });
  for await (const { fileName, externalFileAttributes } of entries.eachEntry()) {
    // the upper 16 bits hold the Unix mode
    if (((externalFileAttributes >>> 16) & othersMayRead) === 0) files.push(fileName);
  }
  return files;
}
