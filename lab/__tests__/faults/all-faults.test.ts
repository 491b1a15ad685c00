import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnvironment } from '../../../config/load';
import { projectFolder } from '../../../config/project-folder';
import type { ReadFile } from '../../../config/referenced-files';
import type { StackId } from '../../../config/stack-ids';
import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { environmentWith, exampleWith, readNamedFile } from '../../../test-support/environments';
import { synthesizeEnvironment } from '../../../test-support/synthesize';
import type { StackJson } from '../../../test-support/terraform-json';
import { allFaults } from '../../faults/all-faults';
import { inDnsFiles, inSource, inStack, stacksOf } from '../../faults/apply';
import { faultsDocument } from '../../faults/document';
import { siteFaults } from '../../faults/site-faults';
import type { JsonObject } from '../../shared/json';
import { labEnvironment } from '../../system/people';
import type { Row } from '../../walkthrough/row';
import { allRows } from '../../walkthrough/rows';

const { identity, studio } = labEnvironment(environmentWith());
/** The lab's environment file. */
const labFile = exampleWith({ identity, 'studio.users': studio.users, 'studio.suspended': studio.suspended });

/** Files of the project in place of those that the lab writes while it runs. */
const readFile: ReadFile = (named, maximumBytes) =>
  readNamedFile(named.endsWith('.xml') ? 'corp/adfs.xml' : 'corp/keycloak-keys.json', maximumBytes);

const synthesized = new Map<Row['settings'] | Row['studio'], Record<StackId, StackJson>>();

/** The stacks that a row looks at; rows with the same settings share them. */
function stacksOfRow({ settings, studio }: Row): Record<StackId, StackJson> {
  const own = settings ?? studio;
  const known = synthesized.get(own);
  if (known) return known;
  const content = settings?.change(labFile) ?? {
    ...labFile,
    studio: { ...(labFile.studio as JsonObject), ...studio },
  };
  const file = 'environments/example.json';
  const stacks = synthesizeEnvironment({
    name: 'example',
    ...parseEnvironment(JSON.stringify(content), file, readFile),
  });
  synthesized.set(own, stacks);
  return stacks;
}

describe('every fault still fits the product', () => {
  const inSources = allFaults.flatMap((fault) => ('file' in fault ? [[fault.id, fault] as const] : []));
  it.each(inSources)('%s, of a source', (_, fault) => {
    const source = readFileSync(path.join(projectFolder, fault.file), 'utf8');
    expect(inSource(source, fault)).not.toBe(source);
  });

  const site = synthesizeEnvironment(environmentWith({}, 'site-peering'));
  const inStacks = allFaults.flatMap((fault) =>
    'changes' in fault
      ? allRows
          .filter(({ id }) => fault.rows.includes(id))
          .map((row) => [fault.id, row.id, fault, row] as const)
      : [],
  );
  it.each(inStacks)('%s, of the deployment that the row %s looks at', (_id, _row, fault, row) => {
    const deployed = siteFaults.includes(fault) ? site : stacksOfRow(row);
    expect(stacksOf(fault).length).toBeGreaterThan(0);
    for (const id of stacksOf(fault)) {
      const stack = { ...deployed[id] };
      expect(inStack(id, stack, fault)).not.toEqual(stack);
      expect(row.settings?.stacks ?? [id]).toContain(id);
    }
  });

  const files = dnsFiles(forwardingOf(environmentWith(), { apiId: 'a1b2c3d4e5' }));
  const ofDnsFiles = allFaults.flatMap((fault) =>
    'dnsEdits' in fault ? [[fault.id, { id: fault.id, dnsEdits: fault.dnsEdits }] as const] : [],
  );
  it.each(ofDnsFiles)('%s, of the DNS files', (_, fault) => {
    const { 'named.conf': namedConf, 'validate-except.conf': options } = files;
    const before = { 'named.conf': namedConf, 'validate-except.conf': options };
    expect(inDnsFiles(before, fault)).not.toEqual(before);
  });
});

describe('the faults', () => {
  it('each have an id of their own', () => {
    expect(new Set(allFaults.map(({ id }) => id)).size).toBe(allFaults.length);
  });

  it('name rows of the walkthrough', () => {
    const known = allRows.map(({ id }) => id);
    expect(allFaults.flatMap(({ rows }) => rows).filter((id) => !known.includes(id))).toEqual([]);
    expect(allFaults.filter(({ rows }) => rows.length === 0)).toEqual([]);
  });

  it('are described in lab/faults.md: write it with `npm run --silent lab -- --list-faults > lab/faults.md`', () => {
    expect(readFileSync(path.join(projectFolder, 'lab', 'faults.md'), 'utf8')).toBe(faultsDocument());
  });
});
