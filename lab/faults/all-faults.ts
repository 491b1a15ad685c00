import { commandLineFaults } from './command-line-faults';
import { deploymentFaults } from './deployment-faults';
import { dnsFaults } from './dns-faults';
import type { Fault } from './fault';
import { functionFaults } from './function-faults';
import { signInFaults } from './sign-in-faults';
import { siteFaults } from './site-faults';

/** Every fault, in the order in which `--faults` tries them. */
export const allFaults: readonly Fault[] = [
  ...deploymentFaults,
  ...dnsFaults,
  ...functionFaults,
  ...commandLineFaults,
  ...signInFaults,
  ...siteFaults,
];
