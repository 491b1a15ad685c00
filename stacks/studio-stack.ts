import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import { keepNames } from '../constructs/kept-names';
import type { NetworkStack } from './network-stack';
import { addDomain, adoptDomain } from './studio/domain';

interface StudioStackProps {
  readonly network: Pick<NetworkStack, 'vpc' | 'endpoints'>;
}

/** The Studio domain with a profile and an execution role per user, or the one that exists. */
export class StudioStack extends EnvironmentStack {
  readonly domainId: string;

  constructor(scope: Construct, id: StackId, environment: Environment, { network }: StudioStackProps) {
    super(scope, id, environment);
    const { create, existing } = environment.studio.domain;
    if (create) {
      this.domainId = addDomain(this, network, create);
    } else {
      this.domainId = existing.domainId;
      adoptDomain(this);
    }
    keepNames(this);
    this.addOutput('domain_id', this.domainId, 'The Studio domain');
    this.addOutput('user_profiles', [...environment.studio.users], 'Profiles that people open Studio with');
  }
}
