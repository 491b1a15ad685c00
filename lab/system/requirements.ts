import { createNamespace, removeNamespaces } from '../hosts/namespaces';
import { explain, missingPrerequisites } from './prerequisites';

/** Programs of the prerequisites that only tests use. */
const onlyForTests = ['unbound', 'dnsmasq', 'dnsperf'];

/**
 * What is missing to run the lab here, each with how to get it; empty if nothing. Nothing is changed unless this
 * process is root's and every program is there: then a namespace is made and removed, to see whether it can be.
 */
export function missingRequirements(searchPath: string): string[] {
  const missing = missingPrerequisites(searchPath)
    .filter(({ program }) => !onlyForTests.includes(program))
    .map(explain);
  if (process.platform !== 'linux') missing.unshift('Linux - the hosts of the lab are network namespaces');
  if (process.getuid?.() !== 0)
    missing.unshift('root - to make network namespaces: run it with sudo, or in a container');
  if (missing.length > 0) return missing;
  try {
    createNamespace('trial');
    removeNamespaces();
    return [];
  } catch (error) {
    return [`network namespaces - a Linux machine, or a container with --privileged: ${String(error)}`];
  }
}
