import type { Row } from '../row';
import { articleRows } from './article';
import { cacheRows } from './cache';
import { commandLineRows, federatedCommandLine, ownTokensCommandLine } from './command-line';
import { corporateSiteRows } from './corporate-site';
import { defenceRows } from './defence';
import { doctorRows } from './doctor';
import { endpointPolicyRows } from './endpoint-policies';
import { failureRows } from './failures';
import { oidcRows, samlRows } from './federation';
import { floodRows } from './floods';
import { landingRows } from './landing';
import { leaverRows } from './leavers';
import { logRows } from './logs';
import { manyUsersRows } from './many-users';
import { morningRow } from './morning';
import { nameRows } from './names';
import { notebookRows } from './notebooks';
import { ownTokenRows } from './own-tokens';
import { secretRow } from './no-secret-left';
import { pageRows } from './page';
import { policyRows } from './policies';
import { portalRows } from './portal';
import { portalFirstSignIn, portalOverOidc, portalOverSaml, portalOwnTokens } from './portal-sign-ins';
import { roleRows } from './roles';
import { tokenRows } from './tokens';
import { urlRows } from './urls';
import { userRows } from './users';
import { wayRows } from './ways-in';

/** Every row of the walkthrough, in order. */
export const allRows: readonly Row[] = [
  ...articleRows,
  ...tokenRows,
  ...userRows,
  ...leaverRows,
  ...manyUsersRows,
  ...commandLineRows,
  ...doctorRows,
  ...pageRows,
  ...portalRows,
  secretRow,
  portalFirstSignIn,
  ...oidcRows,
  federatedCommandLine,
  ...portalOverOidc,
  ...samlRows,
  portalOverSaml,
  ownTokensCommandLine,
  portalOwnTokens,
  ...ownTokenRows,
  ...urlRows,
  ...landingRows,
  ...corporateSiteRows,
  ...wayRows,
  ...defenceRows,
  ...policyRows,
  ...endpointPolicyRows,
  ...roleRows,
  ...notebookRows,
  ...nameRows,
  ...cacheRows,
  ...failureRows,
  ...floodRows,
  morningRow,
  ...logRows,
];
