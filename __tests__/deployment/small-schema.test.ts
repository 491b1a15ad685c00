import { LivingDeployment } from '../../test-support/living-deployment';
import { providerTypes } from '../../test-support/provider-types';

// Terraform reads the whole schema once; the limit only ends a hanging one
jest.setTimeout(300_000);

interface Schemas {
  readonly provider_schemas: Readonly<
    Record<
      string,
      Readonly<Record<'provider' | 'resource_schemas' | 'data_source_schemas', Record<string, unknown>>>
    >
  >;
}

describe('the schema that tests plan with', () => {
  let living: LivingDeployment;
  beforeAll(async () => {
    living = await LivingDeployment.start();
    living.synthesize({});
  });
  afterAll(() => living.stop());

  it("is the provider's own, of the types in use", async () => {
    const schemas = await living.schemas('network');
    const read = (json: string) => {
      const [schema] = Object.values((JSON.parse(json) as Schemas).provider_schemas);
      if (!schema) throw new Error('no schema');
      return schema;
    };
    const used = [...providerTypes()];
    const ofUsed = (schemas: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(schemas).filter(([type]) => used.includes(type)));

    const [whole, small] = [read(schemas.whole), read(schemas.small)];
    expect(Object.keys(whole.resource_schemas).length).toBeGreaterThan(1000);
    expect(small.provider).toEqual(whole.provider);
    expect(small.resource_schemas).toEqual(ofUsed(whole.resource_schemas));
    expect(small.data_source_schemas).toEqual(ofUsed(whole.data_source_schemas));
  });

  it('lacks other types, and Terraform says so', async () => {
    living.edit((text) => text.replaceAll('"aws_flow_log"', '"aws_dx_gateway"'));
    const { exitCode, text } = await living.plan('network');
    expect(exitCode).toBe(1);
    expect(text).toContain('does not support resource type "aws_dx_gateway"');
  });
});
