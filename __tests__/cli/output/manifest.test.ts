import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hashOfContent } from '../../../cli/output/files';
import {
  journalOf,
  manifestOf,
  readJournal,
  readManifest,
  stacksOf,
  type Manifest,
} from '../../../cli/output/manifest';

const top = mkdtempSync(path.join(tmpdir(), 'studio-manifest-'));
const file = path.join(top, '.synth', 'manifest.json');
mkdirSync(path.dirname(file));
afterAll(() => {
  rmSync(top, { recursive: true, force: true });
});

const hash = hashOfContent('');
const manifest: Manifest = {
  project: 'sagemaker-studio-private-access',
  format: 1,
  environment: 'prod',
  files: { 'manifest.json': hash, 'stacks/network/cdk.tf.json': hash, 'dns/named.conf': hash },
};

const written = (content: unknown) => {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

it('lists the files of a folder by their hashes', () => {
  const folder = path.join(top, 'output');
  mkdirSync(path.join(folder, 'dns'), { recursive: true });
  writeFileSync(path.join(folder, 'dns', 'named.conf'), '');
  expect(manifestOf(folder, 'prod')).toEqual({ ...manifest, files: { 'dns/named.conf': hash } });
});

it('is read as it was written, and there may be none', () => {
  expect(readManifest(written(manifest))).toEqual(manifest);
  const journal = journalOf({ next: manifest, write: ['dns/named.conf'] });
  expect(readJournal(written(journal))).toEqual(journal);
  expect(readManifest(path.join(top, 'gone.json'))).toBeUndefined();
});

it('knows its stacks', () => {
  expect(stacksOf(manifest)).toEqual(['network']);
  expect(stacksOf(undefined)).toEqual([]);
});

describe('a forged manifest, which would make synthesis write or remove other files, is refused:', () => {
  it.each([
    '../outside',
    'stacks/../../outside',
    'stacks/./network',
    'stacks/..',
    '/etc/passwd',
    'stacks//etc/passwd',
    'stacks/network/',
    'stacks\\..\\outside',
    'stacks/network/a\0b',
    'terraform.tfstate',
    '.synth/journal.json',
    'package.json',
    '',
  ])('with the path %j', (name) => {
    expect(() => readManifest(written({ ...manifest, files: { [name]: hash } }))).toThrow(
      'was not written by this version of the project, or was changed: move the output folder away',
    );
    const journal = { ...journalOf({ next: manifest, write: [] }), write: [name] };
    expect(() => readJournal(written(journal))).toThrow('was not written by');
  });

  it.each([
    ['of another project', { ...manifest, project: 'other' }],
    ['of another format', { ...manifest, format: 2 }],
    ['with a key more', { ...manifest, extra: 1 }],
    ['with a path as its environment', { ...manifest, environment: '../prod' }],
    ['with a hash that is none', { ...manifest, files: { 'dns/named.conf': 'x' } }],
    ['that is no JSON', '{'],
    ['that is empty', ''],
  ])('%s', (_, content) => {
    expect(() => readManifest(written(content))).toThrow('was not written by');
  });
});
