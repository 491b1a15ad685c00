/**
 * The test files that need more than `npm ci` brings, or more time than all unit tests together may take, by level; every other
 * one is of the level `unit`.
 * @type {Readonly<Record<'servers' | 'deployment' | 'lab', readonly string[]>>}
 */
export const levels = {
  // real DNS servers; the functions and the command line as processes of their own with servers around them
  servers: ['__tests__/servers/**/*.test.ts', '__tests__/packaging/command-line/*.test.ts'],
  // real Terraform, the stand-in for AWS, or commands in a copy of the project
  deployment: [
    '__tests__/{main,main/**/*}.test.ts',
    '__tests__/cli/{dns,document-tables,plan,process-lock,teardown}.test.ts',
    '__tests__/cli/output/{users,write-output/*}.test.ts',
    '__tests__/cli/state/{check,move}.test.ts',
    '__tests__/cli/teardown/run.test.ts',
    '__tests__/cli/terraform/provider-lock.test.ts',
    '__tests__/deployment/**/*.test.ts',
    '__tests__/packaging/bundle.test.ts',
    // the whole repository, the lab included
    '__tests__/repository/{documents,folders,layers,without-lab}.test.ts',
    '__tests__/constructs/presigning-policy.test.ts',
    // thousands of questions to the IAM simulator
    'lab/__tests__/product/execution-roles.test.ts',
    'lab/__tests__/deployed/network.test.ts',
    'lab/__tests__/terraform/**/*.test.ts',
    'lab/__tests__/{cognito,stand-in}/**/*.test.ts',
  ],
  // networks of hosts, with everything above
  lab: [
    'lab/__tests__/{main,main/**/*}.test.ts',
    'lab/__tests__/hosts/host-process.test.ts',
    'lab/__tests__/repository/devcontainer.test.ts',
  ],
};

/** All test files. */
export const testFiles = ['__tests__/**/*.test.ts', 'lab/__tests__/**/*.test.ts'];

/**
 * The test files that start first. Of unit tests, the first synthesizes every environment for all others, and the next three
 * keep the other worker from doing the same meanwhile. Of other levels, they are those that take minutes.
 */
export const startFirst = [
  '__tests__/review/protected.test.ts',
  '__tests__/config/load/hostile-input.test.ts',
  '__tests__/handlers/authorizer/handler.test.ts',
  '__tests__/handlers/authorizer/keys.test.ts',
  'lab/__tests__/main/every-row.test.ts',
  'lab/__tests__/main/elsewhere.test.ts',
  'lab/__tests__/main/interrupted.test.ts',
  '__tests__/deployment/settings.test.ts',
  '__tests__/servers/dns/outage.test.ts',
  '__tests__/deployment/deploy.test.ts',
  '__tests__/deployment/leavers.test.ts',
  '__tests__/deployment/many-users.test.ts',
  '__tests__/deployment/variants.test.ts',
  '__tests__/deployment/network-changes.test.ts',
  '__tests__/deployment/protection.test.ts',
  '__tests__/deployment/api-name.test.ts',
  '__tests__/cli/plan.test.ts',
  '__tests__/deployment/corporate-network.test.ts',
  '__tests__/main/killed.test.ts',
  '__tests__/deployment/custom-domain.test.ts',
  '__tests__/repository/without-lab.test.ts',
  '__tests__/deployment/valid.test.ts',
  '__tests__/deployment/federation.test.ts',
  '__tests__/deployment/synth-beside-deploy.test.ts',
  '__tests__/main.test.ts',
  '__tests__/deployment/sign-in-by-hand.test.ts',
  '__tests__/main/concurrent.test.ts',
];
