import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replaceDnsFiles } from '../../cli/replace-dns-files';
import { desktopFiles } from '../../dns/desktops/files';
import { dnsFiles } from '../../dns/files';
import type { Forwarding } from '../../dns/forwarding';
import { forwardingOf } from '../../dns/deployment';
import { environmentWith } from '../../test-support/environments';
import { contentOf } from '../../test-support/output/fake-app';

const before = forwardingOf(environmentWith());
const after = forwardingOf(environmentWith(), { apiId: 'a1b2c3d4e5' });
const environment = environmentWith();
const filesOf = (forwarding: Forwarding): [name: string, content: string][] => [
  ...Object.entries(dnsFiles(forwarding)),
  ...Object.entries(desktopFiles(environment, forwarding)).map(([name, content]): [string, string] => [
    `desktops/${name}`,
    content,
  ]),
];
const names = filesOf(before).map(([name]) => name);

describe('files for DNS servers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-dns-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('replace earlier ones, each, and leave other files alone', () => {
    writeFileSync(path.join(folder, 'named.conf.local'), 'own');
    replaceDnsFiles(folder, environment, before);
    replaceDnsFiles(folder, environment, after);
    for (const [name, content] of filesOf(after))
      expect(readFileSync(path.join(folder, name), 'utf8')).toBe(content);
    expect(readFileSync(path.join(folder, 'named.conf.local'), 'utf8')).toBe('own');
  });

  it.each(names)('never replace a %s of somebody else', (name) => {
    replaceDnsFiles(folder, environment, before);
    writeFileSync(path.join(folder, name), "// the server's own\n");
    const found = contentOf(folder);
    expect(() => {
      replaceDnsFiles(folder, environment, after);
    }).toThrow(`nothing has been changed: ${name}\n`);
    expect(contentOf(folder)).toEqual(found);
  });

  it('never replace those of another environment', () => {
    const other = { ...environmentWith(), name: 'other' };
    replaceDnsFiles(folder, other, forwardingOf(other));
    const found = contentOf(folder);
    expect(() => {
      replaceDnsFiles(folder, environment, before);
    }).toThrow(
      /were not written by this command for example, and nothing has been changed: README\.txt, named\.conf/,
    );
    expect(contentOf(folder)).toEqual(found);
  });

  it('name all that are in the way, links and folders too', () => {
    writeFileSync(path.join(folder, 'own'), 'own');
    symlinkSync(path.join(folder, 'own'), path.join(folder, 'named.conf'));
    mkdirSync(path.join(folder, 'Corefile'));
    writeFileSync(path.join(folder, 'infoblox.py'), 'print()');
    const found = contentOf(folder);
    expect(() => {
      replaceDnsFiles(folder, environment, after);
    }).toThrow('nothing has been changed: named.conf, Corefile, infoblox.py\n');
    expect(contentOf(folder)).toEqual(found);
  });
});
