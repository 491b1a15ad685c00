import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';

/** Folders and files at the top of the project that synthesis reads. */
const sources = [
  'api',
  'cli',
  'config',
  'constructs',
  'dns',
  'environments',
  'handlers',
  'lab',
  'packaging',
  'portal',
  'review',
  'stacks',
  'LICENSE',
  'cdktf.json',
  'main.ts',
  'package.json',
  'tsconfig.json',
];

/** A copy of the project in which the environment or the code can be changed. */
export class ProjectFolder {
  readonly folder: string;

  constructor(name = 'project') {
    this.folder = path.join(mkdtempSync(path.join(tmpdir(), 'studio-project-')), name);
    try {
      mkdirSync(this.folder);
      for (const source of sources) {
        cpSync(path.join(projectFolder, source), path.join(this.folder, source), { recursive: true });
      }
      symlinkSync(path.join(projectFolder, 'node_modules'), path.join(this.folder, 'node_modules'));
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  read(...parts: string[]): string {
    return readFileSync(this.path(...parts), 'utf8');
  }

  /** Writes `environments/<name>.json`; text is written unchanged, other values as JSON. */
  writeEnvironment(name: string, content: unknown): void {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    writeFileSync(this.path('environments', `${name}.json`), text);
  }

  remove(): void {
    rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}
