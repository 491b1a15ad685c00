import { tmpdir } from 'node:os';
import { whyNoNamespaces } from '../hosts/namespaces';
import { explain, missingPrerequisites } from './prerequisites';

/** Programs of the prerequisites that only tests use. */
const onlyForTests = ['unbound', 'dnsmasq', 'dnsperf'];

/**
 * Sockets of Terraform's providers and of the lab are in a folder in there. Linux allows 107 characters for the path of
 * one (unix(7)); these add up to 45.
 */
function longFolder(folder: string): string[] {
  const longest = 60;
  const length = Buffer.byteLength(folder);
  if (length <= longest) return [];
  return [`TMPDIR - a path of no more than ${longest} characters, for sockets: got ${length} (${folder})`];
}

/** What is missing to run the lab here, each with how to get it; empty if nothing. */
export function missingRequirements(searchPath: string): string[] {
  const programs = missingPrerequisites(searchPath).filter(({ program }) => !onlyForTests.includes(program));
  return [whyNoNamespaces() ?? [], ...programs.map(explain), longFolder(tmpdir())].flat();
}
