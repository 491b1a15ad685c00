import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescript } from './run-typescript';
import { defaultEnvironmentName } from '../config/environment-name';
import { projectFolder } from '../config/project-folder';
import { documentTables, withTable } from './document-tables';
import { runCommand } from './failure';
import { replaceFile } from './output/files';

/** Writes the generated tables of the documents, from a synthesis of the example in a temporary folder. */
function main(): void {
  const outputFolder = mkdtempSync(path.join(tmpdir(), 'studio-docs-'));
  try {
    execFileSync(process.execPath, [...typescript, 'main.ts', '--env', defaultEnvironmentName], {
      cwd: projectFolder,
      env: { ...process.env, CDKTF_OUTDIR: outputFolder },
      stdio: 'inherit',
    });
    for (const table of documentTables(outputFolder)) {
      const file = path.join(projectFolder, table.document);
      replaceFile(file, withTable(readFileSync(file, 'utf8'), table));
    }
  } finally {
    rmSync(outputFolder, { recursive: true, force: true });
  }
}

void runCommand(main);
