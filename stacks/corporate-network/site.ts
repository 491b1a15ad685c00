import type { ITerraformDependable } from 'cdktf';
import type { CorporateSite } from '../../config/corporate-site';
import type { SitePlan } from '../../config/site-plan';
import type { Rule } from '../../constructs/security-group';
import type { Images } from './host';

/** What the hosts of a site are made of and configured with. */
export interface Site {
  readonly settings: CorporateSite;
  readonly plan: SitePlan;
  readonly vpcId: string;
  readonly subnetIds: { readonly a: string; readonly b: string; readonly proxy: string };
  readonly images: Images;
  /** Rules of egress to Systems Manager and to packages. */
  readonly toAws: readonly Rule[];
  /** What must exist before a host starts, as it configures itself then. */
  readonly ready: readonly ITerraformDependable[];
  /** Id of the API, whose name the DNS servers forward. */
  readonly apiId: string;
}

/** A rule for TCP port 443. */
export const https = { protocol: 'tcp', fromPort: 443, toPort: 443 } as const;
