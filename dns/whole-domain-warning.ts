import type { Environment } from '../config/load';
import { extentOf } from '../config/domain-extent';

/**
 * A warning about a custom domain name directly below a top-level domain that no public list has; undefined for others.
 * Below a listed one such a name is refused; below a company's own, only the company knows whether it is a whole domain.
 */
export function wholeDomainWarning({ name, api }: Environment): string | undefined {
  const customName = api.customDomain?.name;
  if (customName === undefined || extentOf(customName) !== 'below an unlisted top-level domain')
    return undefined;
  const topLevel = customName.slice(customName.lastIndexOf('.') + 1);
  return [
    `warning: environment ${name} sets api.customDomain.name to "${customName}": corporate DNS will forward this name`,
    `  and every name below it to the VPC, which knows this one only. No public list has the top-level domain`,
    `  ${topLevel}, so only you know whether ${customName} is a whole domain of yours. If it has other names below`,
    '  it, they are lost to everybody who asks these DNS servers.',
    `  Set a name of three labels or more, such as "access.${customName}", to forward that name only.`,
  ].join('\n');
}
