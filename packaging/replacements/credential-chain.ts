/**
 * In the bundle in place of `@aws-sdk/credential-provider-node`, half of the SDK by size: profiles, single sign-on, roles,
 * instance metadata. The function hands its client the credentials that Lambda put into its environment, so that the
 * chain is never asked.
 * @throws Error always
 */
export const defaultProvider = () => () =>
  Promise.reject(new Error('the credential chain is not bundled; give the client its credentials'));
