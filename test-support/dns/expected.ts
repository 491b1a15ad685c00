import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';
import { forwardingOf } from '../../dns/deployment';
import { dnsFiles } from '../../dns/files';
import type { Forwarding } from '../../dns/forwarding';
import { environmentWith } from '../environments';
import { forwardingWith, zoneNamed } from './forwarding';

const folder = path.join(projectFolder, '__tests__', 'dns', 'expected');

/** Deployments whose files are in `__tests__/dns/expected/<case>`, for a DNS administrator to read. */
export const expectedCases: Readonly<Record<string, Forwarding>> = {
  // one zone, and one with a name that is not known yet
  'before-deployment': forwardingWith({
    zones: {
      final: [zoneNamed('studio.example.com', { purpose: 'Studio', testName: 'test.studio.example.com' })],
      pending: [{ parent: 'api.example.com', purpose: 'the API' }],
    },
  }),
  // one zone in the company's own domain
  'company-domain': forwardingWith({
    zones: {
      final: [zoneNamed('api.corp.example.com', { purpose: 'the API', inCompanyDomain: true })],
      pending: [],
    },
  }),
  // environments/example.json, deployed
  'example-deployed': forwardingOf(environmentWith(), { apiId: 'a1b2c3d4e5' }),
};

/** The expected files of a case, by name. */
export function readExpected(name: string): Record<string, string> {
  const files = readdirSync(path.join(folder, name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, name, file), 'utf8')]));
}

/** Writes the current files of every case as the expected ones. */
export function writeExpected(): void {
  for (const [name, forwarding] of Object.entries(expectedCases)) {
    mkdirSync(path.join(folder, name), { recursive: true });
    for (const [file, text] of Object.entries(dnsFiles(forwarding)))
      writeFileSync(path.join(folder, name, file), text);
  }
}
