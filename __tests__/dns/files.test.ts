import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dnsFiles, writeDnsFiles } from '../../dns/files';
import { syntaxes } from '../../dns/syntaxes';
import { expectedCases, readExpected } from '../../test-support/dns/expected';
import { forwardingWith } from '../../test-support/dns/forwarding';

describe.each(Object.entries(expectedCases))('the files of the case %s', (name, forwarding) => {
  const expected = readExpected(name);
  const files: Record<string, string> = dnsFiles(forwarding);

  // after an intended change: node --import ./cli/typescript.mjs test-support/dns/write-expected.ts
  it.each(Object.keys(expected))('are word for word in __tests__/dns/expected: %s', (file) => {
    expect(files[file]).toBe(expected[file]);
  });

  it('are those files and no others', () => {
    expect(Object.keys(files).sort()).toEqual(Object.keys(expected).sort());
  });

  it('are ASCII with a final line end, so no administrator must guess an encoding', () => {
    for (const text of Object.values(files)) expect(text).toMatch(/^[\n -~]+\n$/);
  });

  it('are all in README.txt', () => {
    for (const { server, files: described } of syntaxes) {
      expect(files['README.txt']).toContain(`  ${described.map((file) => file.name).join(', ')} `);
      expect(files['README.txt']).toContain(` ${server}`);
    }
  });
});

describe("the delegation of a name in the company's own domain", () => {
  const files: Record<string, string> = dnsFiles(expectedCases['company-domain'] ?? forwardingWith());
  const advised = (text: string) => /IN NS resolver\.invalid\.|--ns-rec=resolver\.invalid\./.test(text);

  it('is advised where the server needs it, and not where it is needless or breaks the name', () => {
    expect(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, advised(text)]))).toEqual({
      'named.conf': true,
      'windows-dns.ps1': true,
      'infoblox.py': true,
      'freeipa.sh': true,
      'README.txt': false,
      'validate-except.conf': false,
      'unbound.conf': false,
      'dnsmasq.conf': false,
      Corefile: false,
    });
  });
});

describe('syntaxes', () => {
  it('give each file a name of its own', () => {
    const names = ['README.txt', ...syntaxes.flatMap(({ files }) => files.map(({ name }) => name))];
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(dnsFiles(forwardingWith()))).toEqual(names);
  });
});

describe('writeDnsFiles', () => {
  it('makes the folder, writes the files, and does not change other files there', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'studio-dns-files-'));
    const target = path.join(folder, 'new', 'dns');
    const forwarding = forwardingWith();
    writeDnsFiles(target, forwarding);
    writeDnsFiles(path.dirname(target), forwardingWith({ environmentName: 'other' }));
    expect(readdirSync(target).sort()).toEqual(Object.keys(dnsFiles(forwarding)).sort());
    expect(readFileSync(path.join(target, 'named.conf'), 'utf8')).toBe(dnsFiles(forwarding)['named.conf']);
    rmSync(folder, { recursive: true });
  });
});
