import { synthesize } from '../../../test-support/synthesize';

it("the endpoint's names are read by its id, so that its stack hands over nothing else about it", () => {
  const stacks = synthesize();
  const output = 'cross-stack-output-aws_vpc_endpointexecute-apiid';
  expect(stacks['private-api'].data?.aws_vpc_endpoint).toMatchObject({
    'execute-api-endpoint': {
      id: `\${data.terraform_remote_state.cross-stack-reference-input-network.outputs.${output}}`,
    },
  });
  const handedOver = Object.keys(stacks.network.output ?? {}).filter((name) =>
    /cross-stack.*execute/.test(name),
  );
  expect(handedOver).toEqual([output]);
});
