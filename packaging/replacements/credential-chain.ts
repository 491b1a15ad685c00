/**
 * In the bundle in place of `@aws-sdk/credential-provider-node`, half of the SDK by size: profiles, single sign-on, roles,
 * instance metadata. It is never called: the function gives its client the credentials from Lambda's environment.
 * @throws Error always
 */
export const defaultProvider = () => () =>
  Promise.reject(new Error('the credential chain is not bundled; give the client its credentials'));
