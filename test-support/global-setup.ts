import { missingPrerequisites } from './prerequisites';

/** Runs once before all suites: without what they need they could only fail in ways that explain nothing. */
export default function globalSetup(): void {
  const missing = missingPrerequisites(process.env.PATH ?? '');
  if (missing.length > 0) {
    throw new Error(['these are missing:', ...missing.map((line) => `  ${line}`)].join('\n'));
  }
}
