import { refuseUnsafeVariables } from '../../../cli/state/variables';

describe("variables of Terraform's in the shell", () => {
  it.each([
    ['another workspace', { TF_WORKSPACE: 'blue' }, ['TF_WORKSPACE: got "blue"', 'unset TF_WORKSPACE']],
    ['another data folder', { TF_DATA_DIR: '/data' }, ['TF_DATA_DIR: got "/data"', 'unset TF_DATA_DIR']],
    [
      'arguments with another state',
      {
        TF_CLI_ARGS_plan: '-lock-timeout=5m -state=/data/x.tfstate',
        TF_CLI_ARGS_init: '-backend-config=key=x',
      },
      ['TF_CLI_ARGS_plan: got "-lock-timeout=5m -state=/data/x.tfstate"', 'unset TF_CLI_ARGS_init'],
    ],
    ['both', { TF_WORKSPACE: 'blue', TF_DATA_DIR: 'x' }, ['TF_WORKSPACE', 'TF_DATA_DIR']],
    [
      'arguments that leave out a part',
      { TF_CLI_ARGS: '-refresh=false', TF_CLI_ARGS_destroy: '-target=aws_vpc.vpc' },
      ['TF_CLI_ARGS: got "-refresh=false", expected no -target', 'unset TF_CLI_ARGS_destroy'],
    ],
  ])('are refused, because Terraform would not see the whole state: %s', (_, variables, expected) => {
    let message = '';
    try {
      refuseUnsafeVariables(variables);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const text of expected) expect(message).toContain(text);
  });

  it.each([
    {},
    { TF_WORKSPACE: '', TF_DATA_DIR: '' },
    {
      TF_WORKSPACE: 'default',
      TF_DATA_DIR: '.terraform',
      TF_CLI_ARGS: '-no-color',
      TF_CLI_ARGS_plan: '-parallelism=4 -lock-timeout=5m',
    },
  ])('are accepted where they change nothing: %j', (variables) => {
    expect(() => {
      refuseUnsafeVariables(variables);
    }).not.toThrow();
  });
});
