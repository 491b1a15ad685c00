import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { providerVariables } from '../lab/terraform/provider-mirror';

interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

/**
 * Checks stacks with the real Terraform and the real AWS provider, all at once: the provider's schema takes seconds to
 * load, and modules of one configuration load it only once.
 *
 * @param stacks contents of `cdk.tf.json` files, by name
 * @returns the errors of each; an empty list for a valid one
 */
export function terraformProblems(stacks: Readonly<Record<string, unknown>>): Record<string, string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-validate-'));
  try {
    // many environments have equal stacks, which need only one check
    const names = new Map<string, string[]>();
    for (const [name, stack] of Object.entries(stacks)) {
      const text = JSON.stringify(stack);
      names.set(text, [...(names.get(text) ?? []), name]);
    }
    const modules = Object.fromEntries(
      [...names].map(([text, alike], index) => {
        const id = `stack-${index}`;
        mkdirSync(path.join(folder, id));
        writeFileSync(path.join(folder, id, 'cdk.tf.json'), text);
        return [id, alike];
      }),
    );
    const calls = Object.fromEntries(
      [...names.keys()].map((text, index) => [
        `stack-${index}`,
        { source: `./stack-${index}`, ...valuesOfVariables(text) },
      ]),
    );
    writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify({ module: calls }));
    const problems: Record<string, string[]> = Object.fromEntries(
      Object.keys(stacks).map((name) => [name, []]),
    );
    for (const { severity, summary, detail, range } of validate(folder)) {
      if (severity !== 'error') continue;
      const alike = modules[range?.filename.split(path.sep)[0] ?? ''];
      if (alike === undefined) throw new Error(`${summary}: ${detail}`);
      for (const name of alike) problems[name]?.push(`${summary}: ${detail}`);
    }
    return problems;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Any value for each variable of a stack: a module's caller must give them. */
function valuesOfVariables(stack: string): Record<string, string> {
  const { variable = {} } = JSON.parse(stack) as { readonly variable?: Readonly<Record<string, unknown>> };
  return Object.fromEntries(Object.keys(variable).map((name) => [name, 'a value']));
}

function validate(folder: string): Diagnostic[] {
  const env = { ...process.env, ...providerVariables(folder, process.env), CHECKPOINT_DISABLE: '1' };
  const options = { cwd: folder, env, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 } as const;
  execFileSync('terraform', ['init', '-backend=false', '-input=false', '-no-color'], options);
  try {
    return parse(execFileSync('terraform', ['validate', '-json'], options));
  } catch (error) {
    return parse((error as { stdout: string }).stdout);
  }
}

function parse(output: string): Diagnostic[] {
  return (JSON.parse(output) as { diagnostics: Diagnostic[] }).diagnostics;
}
