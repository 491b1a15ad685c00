/** The outputs of a stack, by name, in what `terraform output -json` prints. */
export function parseOutputs(json: string): Readonly<Record<string, unknown>> {
  const outputs = JSON.parse(json) as Record<string, { value: unknown }>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}
