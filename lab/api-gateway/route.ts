import type { Resource } from '../deployed/rest-api';

/** The resource that a path leads to, and the values of its parameters, decoded; a literal part wins over a parameter. */
export function routeOf(
  resources: readonly Resource[],
  path: string,
): { readonly resource: Resource; readonly pathParameters: Record<string, string> } | undefined {
  const parts = path.split('/').slice(1);
  const candidates = resources.filter((resource) => matches(resource, parts));
  const resource = candidates.sort((a, b) => parameterCount(a) - parameterCount(b))[0];
  if (!resource) return undefined;
  const pathParameters: Record<string, string> = {};
  resource.path
    .split('/')
    .slice(1)
    .forEach((part, index) => {
      const name = parameterName(part);
      if (name !== undefined) pathParameters[name] = decoded(parts[index] ?? '');
    });
  return { resource, pathParameters };
}

function matches({ path }: Resource, parts: readonly string[]): boolean {
  const own = path.split('/').slice(1);
  return (
    own.length === parts.length &&
    own.every((part, index) =>
      parameterName(part) === undefined ? part === parts[index] : parts[index] !== '',
    )
  );
}

function parameterCount({ path }: Resource): number {
  return path.split('{').length - 1;
}

function parameterName(part: string): string | undefined {
  return /^\{([^+}]+)\}$/.exec(part)?.[1];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
