import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import { keepNames } from '../constructs/kept-names';
import type { NetworkStack } from './network-stack';
import { addDomain, adoptDomain, type AppSettings } from './studio/domain';

interface StudioStackProps {
  readonly network: Pick<NetworkStack, 'vpc' | 'endpoints'>;
}

/** The Studio domain with its profiles and execution roles, or the one that exists. */
export class StudioStack extends EnvironmentStack {
  readonly domainId: string;
  /** What profiles are made with when their owners first ask for a URL; undefined: a deployment makes them. */
  readonly profilesOnFirstUse: AppSettings | undefined;

  constructor(scope: Construct, id: StackId, environment: Environment, { network }: StudioStackProps) {
    super(scope, id, environment);
    const { create, existing } = environment.studio.domain;
    if (create) {
      const domain = addDomain(this, network, create);
      this.domainId = domain.domainId;
      this.profilesOnFirstUse = domain.profilesOnFirstUse;
    } else {
      this.domainId = existing.domainId;
      adoptDomain(this);
    }
    keepNames(this);
    this.addOutput('domain_id', this.domainId, 'The Studio domain');
    this.addOutput('user_profiles', [...environment.studio.users], 'Profiles that people open Studio with');
  }
}
