import { z } from 'zod';
import { appWords } from '../api/landing';
import {
  idleTimeoutMinutes,
  regionForm,
  sessionDurationSeconds,
  studioDomainIdPattern,
  urlLifetimeSeconds,
} from '../api/limits';
import { helpPattern, operatorNamePattern } from '../api/portal';
import { internalKinds } from './cidr';
import { corporateSite } from './corporate-site';
import {
  arn,
  awsTags,
  certificateArn,
  cidr,
  exactlyOne,
  ipv4Address,
  list,
  managedPolicyArn,
  profileName,
  resourceId,
  section,
  text,
  wholeNumber,
} from './fields';
import { hostNamePattern } from './host-name';
import { identity } from './identity';
import { partitionByRegion } from './regions';
import { users } from './users';

/** Retention periods that CloudWatch Logs accepts, in days. */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const regionName = text(new RegExp(`^${regionForm}$`), 'an AWS region, e.g. "us-east-1"')
  .refine((name) => partitionByRegion.has(name), {
    error: `one of the known AWS regions: ${[...partitionByRegion.keys()].join(', ')}`,
  })
  .describe('AWS region of the deployment, e.g. `eu-west-1`. Decides the partition and its DNS suffixes.');

const availabilityZone = text(
  new RegExp(`^${regionForm}[a-z]$`),
  'an availability zone of the region, e.g. "us-east-1a"',
);

const state = z
  .discriminatedUnion(
    'type',
    [
      section({
        type: z.literal('local').describe('State in files under `state/<environment>/`.'),
      }),
      section({
        type: z.literal('s3').describe('State in an S3 bucket, locked natively (no DynamoDB table).'),
        bucket: text(
          /^(?=.{3,63}$)(?!.*\.\.)[a-z0-9]+(?:[.-]+[a-z0-9]+)*$/,
          'the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
        ).describe('Bucket that holds the state. It must exist; turn its versioning on.'),
        region: regionName.describe('Region of the bucket.'),
        keyPrefix: text(
          /^(?=.{1,200}$)[A-Za-z0-9_-]+(?:[/.][A-Za-z0-9_-]+)*$/,
          'a key prefix of letters, digits, _ and -, its parts divided by single / or .',
        ).describe('Keys are `<keyPrefix>/<environment>/<stack>.tfstate`.'),
        kmsKeyId: text(/^[A-Za-z0-9:/_-]{1,2048}$/, 'a KMS key id, alias or ARN')
          .optional()
          .describe("KMS key that encrypts the state. Default: the bucket's own encryption."),
      }),
    ],
    { error: '{ "type": "local" } or { "type": "s3", "bucket", "region", "keyPrefix" }' },
  )
  .prefault({ type: 'local' })
  .describe('Where Terraform keeps its state. Default: local files.');

const vpc = exactlyOne({
  create: section({
    cidr: cidr({
      minimumPrefix: 16,
      maximumPrefix: 24,
      kinds: internalKinds,
      expected:
        'an IPv4 CIDR from /16 (the widest a VPC can have) to /24 (it is cut into eight subnets, and each needs room for endpoints, functions and notebooks)',
    }).describe('Address range of the VPC, /16 to /24. It is cut into eight equal subnets.'),
    availabilityZones: list(
      availabilityZone,
      2,
      6,
      'two to six availability zones: one alone would take Studio down with it, and Route 53 Resolver allows six addresses',
    ).describe(
      'Zones; each gets a private subnet. Add new ones at the end: the position decides the addresses, so the plan refuses another order. It also refuses a zone in which the account lacks an endpoint service. A zone that is added later serves endpoints and the function; the Studio domain keeps the subnets it was created with.',
    ),
  }).describe('Create a VPC with private subnets and no route to the internet.'),
  existing: section({
    vpcId: resourceId('vpc').describe('The VPC. DNS support and DNS hostnames must be on.'),
    cidr: cidr({
      minimumPrefix: 16,
      maximumPrefix: 28,
      kinds: internalKinds,
      expected: 'the IPv4 CIDR of a VPC',
    }).describe('Address range of the VPC.'),
    subnets: list(
      section({
        id: resourceId('subnet').describe('The subnet.'),
        cidr: cidr({
          minimumPrefix: 16,
          maximumPrefix: 27,
          kinds: internalKinds,
          expected: 'the IPv4 CIDR of a subnet with room for endpoints, functions and notebooks',
        }).describe('Address range of the subnet.'),
        availabilityZone: availabilityZone.describe('Zone of the subnet.'),
      }),
      2,
      6,
      'two to six private subnets, each in a zone of its own',
    ).describe('Private subnets, one per zone.'),
    routeTableIds: list(resourceId('rtb'), 0, 20, 'up to 20 route table ids')
      .default([])
      .describe(
        'Route tables of these subnets: they get the S3 gateway endpoint and the routes to the corporate network. Leave out if the VPC has both already.',
      ),
  }).describe(
    'Use an existing VPC. Of its own resources only the route tables in `routeTableIds` change. It must have no endpoints with private names for these services yet: SageMaker API, SageMaker Runtime, Studio, STS, CloudWatch Logs, Service Catalog.',
  ),
}).describe('The VPC that holds the endpoints and Studio.');

const resolver = exactlyOne({
  hostNumber: wholeNumber(
    4,
    65534,
    'the number of a host within each subnet, 4 or more: AWS reserves the first four addresses',
  ).describe('The same host number in each subnet, e.g. `10` → 10.20.0.10, 10.20.32.10.'),
  ipAddresses: list(
    ipv4Address,
    2,
    6,
    'two to six addresses: Route 53 Resolver needs two and its quota is six per endpoint',
  ).describe('The addresses, each in one of the subnets.'),
}).describe('Pinned addresses of the Route 53 Resolver inbound endpoint; corporate DNS forwards to them.');

/** Names that the DNS Firewall can hold: a host name, or all names below one. */
const firewallName = text(
  new RegExp(hostNamePattern.source.replace('^', String.raw`^(?:\*\.)?`)),
  'a DNS name of at least two labels in lower case, such as "packages.corp.example.com", or "*." and such a name for all names below it, which leaves out the name itself',
);

const dnsFirewall = section({
  mode: z
    .enum(['block', 'alert', 'off'], { error: '"block", "alert" or "off"' })
    .optional()
    .describe(
      "`block`: the VPC's DNS answers NXDOMAIN to every name that the deployment does not need. `alert`: it answers as without a firewall, and such queries are marked in the query log. `off`: no firewall. Default: `block` in a created VPC, `off` in an existing one, whose other workloads need other names.",
    ),
  allowedDomains: list(firewallName, 0, 500, 'up to 500 names that notebooks need')
    .default([])
    .describe(
      'Further names that may be looked up, such as `packages.corp.example.com`, or `*.corp.example.com` for all names below one. Whoever runs the name servers of such a name can receive data by queries.',
    ),
})
  .prefault({})
  .describe(
    "DNS Firewall of the VPC's resolver, which answers public names even where no route leads to the internet.",
  );

const dnsQueryLog = z
  .literal([...logRetentionDays, 'off'], {
    error: `"off", or a retention CloudWatch Logs knows: ${logRetentionDays.join(', ')} days`,
  })
  .optional()
  .describe(
    'How long a log of all DNS queries of the VPC is kept, in days; `"off"`: no such log. Default: as `api.logRetentionDays` in a created VPC, `"off"` in an existing one.',
  );

const corporateConnection = z
  .union(
    [
      z.literal('none'),
      exactlyOne({
        transitGatewayId: resourceId('tgw').describe('A transit gateway. A created VPC is attached to it.'),
        virtualPrivateGatewayId: resourceId('vgw').describe(
          'A virtual private gateway (VPN or Direct Connect). A created VPC is attached to it.',
        ),
        vpcPeeringConnectionId: resourceId('pcx').describe('An active peering connection of the VPC.'),
      }),
    ],
    {
      error:
        '"none", or an object with exactly one of the keys transitGatewayId (tgw-…), virtualPrivateGatewayId (vgw-…), vpcPeeringConnectionId (pcx-…), ids having 8 or 17 hexadecimal digits',
    },
  )
  .default('none')
  .describe(
    'Connection to the corporate network; routes to `cidrs` point at it. `"none"`: routes are made elsewhere.',
  );

const perAddress = '"off", or whole requests per minute from 10 to 100000';

const kmsKeyArn = arn(
  'kms',
  `${regionForm}:\\d{12}:key/(?:mrk-[0-9a-f]{32}|[0-9a-f-]{36})`,
  'the ARN of a KMS key: arn:aws:kms:<region>:<account>:key/<id>',
);

const landingApp = z.enum(appWords, { error: `one of ${appWords.map((word) => `"${word}"`).join(', ')}` });

const landing = section({
  apps: list(landingApp, 0, appWords.length, 'a list of apps that people may choose')
    .default(appWords)
    .describe(
      "Where people may choose to land: Studio's home page, its page of an app, and their own private spaces of that app.",
    ),
  default: landingApp
    .optional()
    .describe("Where people land who choose nothing. Default: where the domain's own settings lead."),
})
  .prefault({})
  .describe(
    'Landing pages in Studio, which a call of the API chooses with `app` and `space`: `LandingUri` and `SpaceName` of CreatePresignedDomainUrl. It is no limit of what people may do once they are in Studio.',
  );

/** Settings whose created resources can be handed over, see `release`. */
const releasable = ['network.vpc', 'identity.cognito', 'studio.domain', 'api.customDomain'] as const;

/** Shape of `environments/<name>.json`. Rules across fields are in `rules.ts`. */
export const environmentSchema = section({
  $schema: z
    .string({ error: 'a path to config.schema.json' })
    .optional()
    .describe('Path of config.schema.json, for editors.'),
  region: regionName,
  allowedAccountIds: list(
    text(/^\d{12}$/, 'a 12-digit AWS account id, as a string'),
    1,
    10,
    'a list of AWS account ids',
  ).describe('Accounts that may be deployed to. Terraform refuses credentials of any other.'),
  tags: awsTags.prefault({}).describe('Tags of every resource.'),
  state,
  protectFromDestroy: z
    .boolean({ error: 'true or false' })
    .default(true)
    .describe(
      "Refuse to destroy any of the stacks, or to replace what people's work, their identities or corporate DNS depend on: the Studio domain, the user pool, the API, the inbound resolver. That holds also when the file no longer lists them: a user who is left out, `create` that becomes `existing`. To destroy, set false and run `npm run teardown`; to remove one user, see `studio.removedUsers`; to hand over, see `release`.",
    ),
  release: list(
    z.enum(releasable, { error: `one of ${releasable.map((path) => `"${path}"`).join(', ')}` }),
    0,
    releasable.length,
    'a list of settings whose created resources are handed over',
  )
    .default([])
    .describe(
      'Settings whose created resources are handed over: the next deployment forgets them, and they stay in the account as they are. Only together with the setting\'s new value, e.g. `"studio.domain"` together with `studio.domain.existing`. Remove the entry after that deployment.',
    ),
  network: section({ vpc, resolver, dnsFirewall, dnsQueryLog }).describe(
    'The VPC and how corporate DNS reaches it.',
  ),
  corporate: section({
    cidrs: list(
      cidr({
        minimumPrefix: 8,
        maximumPrefix: 32,
        kinds: internalKinds,
        expected: 'an IPv4 CIDR of the corporate network',
      }),
      1,
      30,
      'one to 30 CIDRs of the corporate network: each takes two of the 60 rules that a security group may have',
    ).describe('Networks that may connect: addresses of people and DNS servers, as the VPC sees them.'),
    egressCidrs: list(
      cidr({
        minimumPrefix: 16,
        maximumPrefix: 32,
        // documentation: examples use these
        kinds: ['public', 'documentation'],
        expected:
          'an IPv4 CIDR of public addresses (aws:SourceIp never holds a private one; those belong in corporate.cidrs)',
      }),
      0,
      50,
      'up to 50 CIDRs of public addresses',
    )
      .default([])
      .describe(
        'Public addresses of the corporate network. With any listed, a presigned URL also works from there over the internet; leave empty for endpoints only.',
      ),
    connection: corporateConnection,
  }).describe('The corporate network.'),
  corporateSite: corporateSite.optional(),
  identity,
  studio: section({
    domain: exactlyOne({
      create: section({
        name: text(
          /^(?=.{1,63}$)[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}$/,
          'a domain name of 1 to 63 letters, digits and inner hyphens',
        ).describe('Name of the Studio domain.'),
        kmsKeyArn: kmsKeyArn
          .optional()
          .describe(
            'KMS key of the home file system and of the volumes of apps. Its policy must let the execution roles use it: `kms:CreateGrant`, `kms:Decrypt`, `kms:DescribeKey`, `kms:GenerateDataKeyWithoutPlaintext`. Cannot be changed later: a change replaces the domain. Default: the key AWS manages.',
          ),
        executionPolicyArns: list(managedPolicyArn, 0, 10, 'up to 10 managed policy ARNs')
          .default([])
          .describe(
            "Managed policies for the users' execution roles, e.g. access to data. They cannot allow what is others' or the deployment's, nor jobs outside its network. Default: only what opening Studio needs.",
          ),
        homeFileSystemOnDestroy: z
          .enum(['retain', 'delete'], { error: '"retain" or "delete"' })
          .default('retain')
          .describe(
            "Whether everybody's home directories stay when the domain is destroyed; the volumes of spaces, where JupyterLab and Code Editor save, go in any case. Decided when the domain is created: SageMaker refuses the way the provider changes it later.",
          ),
      }).describe(
        'Create a domain, with a profile and an execution role per user unless `executionRoles` and `profiles` say otherwise.',
      ),
      existing: section({
        domainId: text(
          studioDomainIdPattern,
          'a Studio domain id: d- and up to 61 lower-case letters, digits and inner hyphens',
        ).describe(
          'The domain: IAM authentication mode, VpcOnly, in this VPC. Its user profiles stay managed where they are.',
        ),
      }).describe('Use an existing domain.'),
    }).describe('The Studio domain.'),
    users,
    removedUsers: list(profileName(), 0, 1000, 'up to 1000 user profile names')
      .default([])
      .describe(
        'People who are removed on purpose although `protectFromDestroy` is on: the next deployment deletes their sign-in and their role, and forgets their profile, which stays with their work until you delete it. They must not be in `users`. Leave the entries in the file: the name stays taken, so that nobody else gets the work of its former owner, see docs/operations.md.',
      ),
    suspended: list(profileName(), 0, 1000, 'up to 1000 user profile names')
      .default([])
      .describe(
        'People of `users`, or with `profiles: on-first-use` anybody, who are shut out: no URL, no sign-in, no rights of their notebooks, and an open Studio page ends at its next request. Nothing of theirs is deleted. Of an existing domain, the rights of notebooks are managed elsewhere. Taking a name out does not enable the sign-in again, see docs/operations.md. AWS bounds the policy that names them, so that about 100 fit, with those of `removedUsers`.',
      ),
    executionRoles: z
      .enum(['per-user', 'shared'], { error: '"per-user" or "shared"' })
      .default('per-user')
      .describe(
        '`per-user`: a role and a security group for each user. `shared`: one role for all, which goes by the source identity that SageMaker sets to the name of the profile; apps share one group, in which nothing connects to them. For many users: AWS allows 1000 roles at first. Only for a created domain.',
      ),
    profiles: z
      .enum(['listed', 'on-first-use'], { error: '"listed" or "on-first-use"' })
      .default('listed')
      .describe(
        "`listed`: a deployment makes the profiles of `users`. `on-first-use`: the function makes a person's profile when they first ask for a URL, and deployments know no profiles; needs `executionRoles: shared`. Only for a created domain.",
      ),
    instanceTypes: list(
      text(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, 'an instance type of SageMaker, such as "ml.t3.medium"'),
      1,
      30,
      'one to 30 instance types',
    )
      .default(['ml.t3.medium', 'ml.t3.large', 'ml.t3.xlarge', 'ml.m5.large', 'ml.m5.xlarge'])
      .describe(
        'Instance types that people may run their apps on, whatever policies allow. Types with graphics processors cost up to a hundred times more: list them on purpose. Only for a created domain.',
      ),
    idleTimeoutMinutes: wholeNumber(
      idleTimeoutMinutes.minimum,
      idleTimeoutMinutes.maximum,
      `whole minutes from ${idleTimeoutMinutes.minimum} to ${idleTimeoutMinutes.maximum} (one year): limits of SageMaker`,
    )
      .default(120)
      .describe(
        'JupyterLab and Code Editor stop after so many minutes without work, as a running one costs money. People cannot change it. Only for a created domain.',
      ),
    remoteAccess: z
      .boolean({ error: 'true or false' })
      .default(false)
      .describe(
        'Lets people connect an editor on their desk to their own spaces. The sessions go through Systems Manager, whose endpoints are then made, and a session lasts up to 12 hours. Only for a created domain.',
      ),
    urlLifetimeSeconds: wholeNumber(
      urlLifetimeSeconds.minimum,
      urlLifetimeSeconds.maximum,
      `whole seconds from ${urlLifetimeSeconds.minimum} to ${urlLifetimeSeconds.maximum}: limits of CreatePresignedDomainUrl.ExpiresInSeconds`,
    )
      .default(60)
      .describe('How long a presigned URL can be opened, in seconds.'),
    sessionDurationSeconds: wholeNumber(
      sessionDurationSeconds.minimum,
      sessionDurationSeconds.maximum,
      `whole seconds from ${sessionDurationSeconds.minimum} to ${sessionDurationSeconds.maximum}: limits of CreatePresignedDomainUrl.SessionExpirationDurationInSeconds`,
    )
      .default(sessionDurationSeconds.maximum)
      .describe('How long a Studio session lasts once opened, in seconds.'),
    landing,
  }).describe('The Studio domain and who uses it.'),
  api: section({
    stageName: text(
      /^(?!test-invoke-stage$)[A-Za-z0-9_-]{1,128}$/,
      'a stage name: 1 to 128 letters, digits, _ and -',
    )
      .default('prod')
      .describe('Stage of the API: the first part of every path.'),
    authorizerCacheSeconds: wholeNumber(
      0,
      3600,
      'whole seconds from 0 (no cache) to 3600: limits of API Gateway',
    )
      .default(300)
      .describe(
        'How long API Gateway reuses a verified token without asking the authorizer again, in seconds; an expired token works for that long.',
      ),
    throttle: section({
      ratePerSecond: wholeNumber(
        1,
        10000,
        "whole requests per second from 1 to 10000 (the account's own limit)",
      )
        .default(50)
        .describe('Steady rate of the whole API, in requests per second.'),
      burst: wholeNumber(1, 5000, "whole requests from 1 to 5000 (the account's own limit)")
        .default(100)
        .describe('Requests that may come at once.'),
    })
      .prefault({})
      .describe('Limits of the API; requests above them get 429.'),
    limitPerAddress: section({
      requestsPerMinute: z
        .union([z.literal('off'), wholeNumber(10, 100_000, perAddress)], { error: perAddress })
        .default(300)
        .describe(
          'Requests that one address may send within a minute. AWS WAF counts them and blocks the address, usually within 30 seconds, until it sends fewer. `"off"`: no firewall, and one host without a token can use up the limits of all.',
        ),
      exceptCidrs: list(
        cidr({
          minimumPrefix: 8,
          maximumPrefix: 32,
          kinds: internalKinds,
          expected: 'an IPv4 CIDR of addresses that many people share, as the VPC sees them',
        }),
        0,
        100,
        'up to 100 CIDRs',
      )
        .default([])
        .describe(
          'Addresses that are never limited: those that many people share, such as of a proxy, a NAT or a terminal server.',
        ),
    })
      .prefault({})
      .describe('Limit of each address, which keeps one host from shutting all others out.'),
    reservedConcurrency: wholeNumber(
      1,
      1000,
      'whole executions from 1 to 1000; of 1000, the usual limit of an account, Lambda keeps 100 for other functions',
    )
      .optional()
      .describe(
        'Executions that Lambda keeps for each function, also the one of federated sign-in, and the most that each has at once. An account limited to 10 executions refuses any. Default: none are kept, and all share what the account has.',
      ),
    logRetentionDays: z
      .literal(logRetentionDays, {
        error: `a retention CloudWatch Logs knows: ${logRetentionDays.join(', ')} days`,
      })
      .default(365)
      .describe('How long access, function and flow logs are kept, in days.'),
    manageAccountCloudWatchRole: z
      .boolean({ error: 'true or false' })
      .default(false)
      .describe(
        "Also set API Gateway's CloudWatch role, which is one setting for the whole account and region and which access logs need. False: it is set already.",
      ),
    alarmTopicArns: list(
      arn(
        'sns',
        `${regionForm}:\\d{12}:[\\w-]{1,256}`,
        'the ARN of an SNS topic: arn:aws:sns:<region>:<account>:<name>',
      ),
      0,
      5,
      'up to five SNS topic ARNs',
    )
      .default([])
      .describe('SNS topics that get a message when an alarm goes off and when it is over.'),
    customDomain: section({
      name: text(
        hostNamePattern,
        'a DNS name of at least two labels in lower case, e.g. "studio-access.corp.example.com"; API Gateway allows no wildcard here',
      ).describe(
        'The name, which the certificate must cover, e.g. `studio-access.corp.example.com`. Corporate DNS forwards it, with everything below it, to the VPC, where it is answered from a private hosted zone. So it must not be a domain that has other names below it.',
      ),
      certificateArn: certificateArn(
        regionForm,
        'the ARN of a certificate in ACM: arn:aws:acm:<region>:<account>:certificate/<id>',
      ).describe(
        "ARN of the certificate in ACM, in the deployment's region and account: RSA with 2048 bits or ECDSA with 256 or 384. Browsers must trust it.",
      ),
    })
      .optional()
      .describe(
        "A name of your own for the API, known before deployment, in place of its `execute-api` name. AWS takes about 15 minutes to provide it. Default: the API's `execute-api` name.",
      ),
  })
    .prefault({})
    .describe('The private API.'),
  portal: section({
    operator: section({
      name: text(operatorNamePattern, "a name of 1 to 80 letters, digits, inner spaces and .,&’'()/+-")
        .optional()
        .describe('Who runs the deployment, such as `ML platform team`. Default: nobody is named.'),
      help: text(helpPattern, 'a mailto: or https: address, such as "mailto:ml-platform@corp.example.com"')
        .optional()
        .describe('Where people get help, a `mailto:` or `https:` address. Default: there is no link.'),
    })
      .prefault({})
      .describe('Whom people ask.'),
  })
    .prefault({})
    .describe('The page `/portal` of the API, on which people sign in and open Studio.'),
  dns: section({
    apiZone: z
      .enum(['api', 'region'], {
        error: '"api" (only this API\'s name) or "region" (every API of the region)',
      })
      .default('api')
      .describe(
        '`api`: corporate DNS forwards only the name of this API, which is known after the first deployment. `region`: it forwards `execute-api.<region>…`, which is known before. Then it asks the VPC for the names of all APIs of the region: the public ones keep their public addresses, but nobody finds them while the resolver does not answer.',
      ),
  })
    .prefault({})
    .describe('Zones that corporate DNS forwards.'),
});

/** An environment file whose values have the right form, defaults filled in. */
export type EnvironmentFile = z.output<typeof environmentSchema>;
