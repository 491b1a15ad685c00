import { forCommands, withoutProxies } from '../../shared/host-environment';

describe('forCommands', () => {
  it.each([
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_ENDPOINT_URL_STS',
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    'MOTO_ACCOUNT_ID',
    'CDKTF_OUTDIR',
    'TF_DATA_DIR',
    'TF_WORKSPACE',
    'TF_CLI_ARGS',
    'TF_CLI_ARGS_apply',
    'TF_VAR_region',
    'TF_LOG',
    'TF_REATTACH_PROVIDERS',
  ])("does not pass on the user's %s", (name) => {
    expect(forCommands({ [name]: 'own', PATH: '/bin' })).toEqual({ PATH: '/bin' });
  });

  it.each(['PATH', 'HOME', 'HTTPS_PROXY', 'TF_CLI_CONFIG_FILE', 'TF_PLUGIN_CACHE_DIR', 'TF_TOKEN_mirror'])(
    'passes on %s, which Terraform needs to find and fetch providers',
    (name) => {
      expect(forCommands({ [name]: 'own', EMPTY: undefined })).toEqual({ [name]: 'own' });
    },
  );
});

describe('withoutProxies', () => {
  it.each(['HTTP_PROXY', 'https_proxy', 'ALL_PROXY', 'NO_PROXY'])('leaves out %s', (name) => {
    expect(withoutProxies({ [name]: 'http://proxy.example.com:3128', PATH: '/bin' })).toEqual({
      PATH: '/bin',
    });
  });
});
