import { whyNoNamespaces } from '../hosts/namespaces';
import { explain, missingPrerequisites } from './prerequisites';

/** Programs of the prerequisites that only tests use. */
const onlyForTests = ['unbound', 'dnsmasq', 'dnsperf', 'curl'];

/** What is missing to run the lab here, each with how to get it; empty if nothing. */
export function missingRequirements(searchPath: string): string[] {
  const programs = missingPrerequisites(searchPath).filter(({ program }) => !onlyForTests.includes(program));
  return [whyNoNamespaces() ?? [], ...programs.map(explain)].flat();
}
