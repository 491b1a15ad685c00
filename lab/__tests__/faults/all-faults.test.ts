import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';
import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { environmentWith } from '../../../test-support/environments';
import { synthesize, synthesizeEnvironment } from '../../../test-support/synthesize';
import { allFaults } from '../../faults/all-faults';
import { inDnsFiles, inSource, inStack, stacksOf } from '../../faults/apply';
import { commandLineFaults } from '../../faults/command-line-faults';
import { deploymentFaults } from '../../faults/deployment-faults';
import { dnsFaults } from '../../faults/dns-faults';
import { faultsDocument } from '../../faults/document';
import { functionFaults } from '../../faults/function-faults';
import { signInFaults } from '../../faults/sign-in-faults';
import { siteFaults } from '../../faults/site-faults';
import { labEnvironment } from '../../system/people';
import { allRows } from '../../walkthrough/rows';

describe('every fault still fits the product', () => {
  const { studio } = labEnvironment(environmentWith());
  const stacks = synthesize({ 'studio.users': studio.users, 'studio.suspended': studio.suspended });
  const files = dnsFiles(forwardingOf(environmentWith(), { apiId: 'a1b2c3d4e5' }));

  const inSources = [...functionFaults, ...commandLineFaults, ...signInFaults];
  it.each(inSources.map((fault) => [fault.id, fault] as const))('%s, of a source', (_, fault) => {
    const source = readFileSync(path.join(projectFolder, fault.file), 'utf8');
    expect(inSource(source, fault)).not.toBe(source);
  });

  const site = synthesizeEnvironment(environmentWith({}, 'site-peering'));
  it.each([
    ...deploymentFaults.map((fault) => [fault.id, fault, stacks] as const),
    ...siteFaults.map((fault) => [fault.id, fault, site] as const),
  ])('%s, of the deployment', (_, fault, deployed) => {
    expect(stacksOf(fault).length).toBeGreaterThan(0);
    for (const id of stacksOf(fault)) {
      const stack = { ...deployed[id] };
      expect(inStack(id, stack, fault)).not.toEqual(stack);
    }
  });

  const ofDnsFiles = [...dnsFaults, ...deploymentFaults].flatMap(({ id, dnsEdits }) =>
    dnsEdits ? [[id, { id, dnsEdits }] as const] : [],
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
