import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescript } from './run-typescript';
import { projectFolder } from '../config/project-folder';
import { documentTables, type StackWithOutputs, withTable } from './document-tables';
import { runCommand } from './failure';
import { replaceFile } from './output/files';

/** Writes the generated tables of the documents, from syntheses of environments in a temporary folder. */
function main(): void {
  const outputFolder = mkdtempSync(path.join(tmpdir(), 'studio-docs-'));
  try {
    for (const table of documentTables((environment) => stacksOf(environment, outputFolder))) {
      const file = path.join(projectFolder, table.document);
      replaceFile(file, withTable(readFileSync(file, 'utf8'), table));
    }
  } finally {
    rmSync(outputFolder, { recursive: true, force: true });
  }
}

function stacksOf(environment: string, folder: string) {
  const outputFolder = path.join(folder, environment);
  execFileSync(process.execPath, [...typescript, 'main.ts', '--env', environment], {
    cwd: projectFolder,
    env: { ...process.env, CDKTF_OUTDIR: outputFolder },
    stdio: 'inherit',
  });
  const stacks = path.join(outputFolder, 'stacks');
  return Object.fromEntries(
    readdirSync(stacks).map((id) => [
      id,
      JSON.parse(readFileSync(path.join(stacks, id, 'cdk.tf.json'), 'utf8')) as StackWithOutputs,
    ]),
  );
}

void runCommand(main);
