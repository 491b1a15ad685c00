import { parseEnvironment } from '../../../config/load';
import { exampleWith } from '../../../test-support/environments';
import { customDomain } from '../../../test-support/dns/custom-domain';
import { ProjectCopy } from '../../../test-support/project-copy';
import { readStacks, resourceOf, type StackJson } from '../../../test-support/terraform-json';
import { terraformProblems } from '../../../test-support/terraform-validate';

const { name, certificateArn } = customDomain['api.customDomain'];
const endpointId =
  '${data.terraform_remote_state.cross-stack-reference-input-network.outputs.cross-stack-output-aws_vpc_endpointexecute-apiid}';

describe('api.customDomain in the environment file', () => {
  const parse = (changes: Readonly<Record<string, unknown>>) => {
    // a clone, because a change below api.customDomain is made in the object itself
    const file = exampleWith({ ...structuredClone(customDomain), ...changes });
    return parseEnvironment(JSON.stringify(file), 'environments/example.json');
  };
  const nameExpected =
    'expected a DNS name of at least two labels in lower case, e.g. "studio-access.corp.example.com"; API Gateway allows no wildcard here';

  it('takes a name and a certificate', () => {
    expect(parse({}).api.customDomain).toEqual(customDomain['api.customDomain']);
  });

  it.each<[what: string, changes: Readonly<Record<string, unknown>>, message: string]>([
    [
      'capitals',
      { 'api.customDomain.name': 'Studio.example.com' },
      `name: got "Studio.example.com", ${nameExpected}`,
    ],
    ['a wildcard', { 'api.customDomain.name': '*.corp.example.com' }, nameExpected],
    ['a single label', { 'api.customDomain.name': 'studio' }, nameExpected],
    ['a dot at the end', { 'api.customDomain.name': 'studio.example.com.' }, nameExpected],
    ['a statement', { 'api.customDomain.name': 'a.example.com"; }; zone "."' }, nameExpected],
    [
      "an execute-api name, which is AWS's",
      { 'api.customDomain.name': 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' },
      'expected a name in a domain of your own: names under amazonaws.com belong to AWS',
    ],
    [
      "a name in Studio's zone",
      { 'api.customDomain.name': 'api.studio.us-east-1.sagemaker.aws' },
      'names under aws belong to AWS',
    ],
    [
      "a name in Studio's zone in China",
      { 'api.customDomain.name': 'api.studio.cn-north-1.sagemaker.com.cn' },
      'names under sagemaker.com.cn belong to AWS',
    ],
    [
      'a certificate of another service',
      { 'api.customDomain.certificateArn': 'arn:aws:iam::111122223333:server-certificate/x' },
      'expected the ARN of a certificate in ACM',
    ],
    [
      'a certificate of another region',
      { 'api.customDomain.certificateArn': certificateArn.replace('us-east-1', 'eu-west-1') },
      'expected an ARN of the region us-east-1',
    ],
    [
      'a certificate of an account that is not deployed to',
      { 'api.customDomain.certificateArn': certificateArn.replace('111122223333', '444455556666') },
      'expected a certificate of an account in allowedAccountIds: 111122223333',
    ],
    [
      'the region-wide zone beside it',
      { 'dns.apiZone': 'region' },
      'dns.apiZone: got "region", expected "api": with api.customDomain nobody needs the execute-api names',
    ],
    ['no certificate', { 'api.customDomain.certificateArn': undefined }, 'certificateArn: got nothing'],
    ['a key it does not know', { 'api.customDomain.zoneId': 'Z1' }, 'zoneId'],
  ])('fails for %s', (_, changes, message) => {
    expect(() => parse(changes)).toThrow(message);
  });
});

describe('the private-api stack with a custom domain name', () => {
  const project = new ProjectCopy();
  let stack: StackJson;
  beforeAll(() => {
    project.writeEnvironment('custom', exampleWith(customDomain));
    expect(project.synth('custom')).toMatchObject({ exitCode: 0, stderr: '' });
    stack = readStacks(project.path('cdktf.out'))['private-api'];
  });
  afterAll(() => {
    project.remove();
  });

  it('has a private domain name that admits the execute-api endpoint and nothing else', () => {
    const domain = resourceOf(stack, 'aws_api_gateway_domain_name', 'custom-domain');
    expect(domain).toMatchObject({
      domain_name: name,
      certificate_arn: certificateArn,
      endpoint_configuration: { types: ['PRIVATE'] },
      security_policy: 'TLS_1_2',
    });
    const statement = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    expect(JSON.parse(String(domain.policy))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OverTheEndpoint',
          Effect: 'Allow',
          ...statement,
          Condition: { StringEquals: { 'aws:SourceVpce': endpointId } },
        },
        {
          Sid: 'NoOtherWay',
          Effect: 'Deny',
          ...statement,
          Condition: { StringNotEquals: { 'aws:SourceVpce': endpointId } },
        },
      ],
    });
  });

  it('maps the name to the stage by the id of the domain name, and associates the endpoint with it', () => {
    expect(resourceOf(stack, 'aws_api_gateway_base_path_mapping', 'custom-domain-mapping')).toMatchObject({
      api_id: '${aws_api_gateway_stage.stage.rest_api_id}',
      stage_name: '${aws_api_gateway_stage.stage.stage_name}',
      domain_name: '${aws_api_gateway_domain_name.custom-domain.domain_name}',
      domain_name_id: '${aws_api_gateway_domain_name.custom-domain.domain_name_id}',
    });
    expect(
      resourceOf(stack, 'aws_api_gateway_domain_name_access_association', 'custom-domain-association'),
    ).toMatchObject({
      domain_name_arn: '${aws_api_gateway_domain_name.custom-domain.arn}',
      access_association_source: endpointId,
      access_association_source_type: 'VPCE',
    });
  });

  it("answers the name in the VPC's DNS with the addresses of the endpoint, and no other name", () => {
    expect(resourceOf(stack, 'aws_route53_zone', 'custom-domain-zone')).toMatchObject({
      name,
      vpc: [{ vpc_id: expect.stringContaining('vpc') as unknown, vpc_region: 'us-east-1' }],
    });
    expect(Object.keys(stack.resource?.aws_route53_record ?? {})).toEqual(['custom-domain-record']);
    expect(resourceOf(stack, 'aws_route53_record', 'custom-domain-record')).toMatchObject({
      zone_id: '${aws_route53_zone.custom-domain-zone.zone_id}',
      name,
      type: 'A',
      alias: {
        name: expect.stringContaining('execute-api') as unknown,
        zone_id: expect.stringContaining('execute-api') as unknown,
        evaluate_target_health: false,
      },
    });
  });

  it('tells people the custom name, and its files are final before anything is deployed', () => {
    expect(stack.output?.api_url?.value).toBe(`https://${name}`);
    const namedConf = project.read('cdktf.out', 'dns', 'named.conf');
    expect(namedConf).toContain('No zone is missing.');
    expect(namedConf).toContain(`zone "${name}" {`);
    expect(namedConf).not.toContain('execute-api');
    expect(stack.output?.named_conf?.value).toBe(namedConf);
  });

  it('is valid for the real provider', () => {
    expect(
      terraformProblems({ custom: project.path('cdktf.out', 'stacks', 'private-api', 'cdk.tf.json') }),
    ).toEqual({ custom: [] });
  });

  it('without it the stack has none of these resources', () => {
    expect(project.synth('example')).toMatchObject({ exitCode: 0, stderr: '' });
    const { resource } = readStacks(project.path('cdktf.out'))['private-api'];
    expect(Object.keys(resource ?? {}).filter((type) => /domain_name|base_path|route53/.test(type))).toEqual(
      [],
    );
  });
});
