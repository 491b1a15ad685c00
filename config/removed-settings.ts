/** What to write in place of a setting that is gone. `section` is the section of the file that has it. */
type Explanation = (section: Readonly<Record<string, unknown>>) => string;

const isOfUserPool: Explanation = ({ mfa, accessTokenMinutes }) => {
  const cognito = {
    ...(mfa !== undefined && { mfa: mfa === 'off' ? 'off' : 'required' }),
    ...(accessTokenMinutes !== undefined && { accessTokenMinutes }),
  };
  const optional =
    mfa === 'optional'
      ? '. With "optional" Cognito asked nobody to set up a second factor, so there is only "required" and "off"'
      : '';
  return `it below identity.cognito: "identity": ${JSON.stringify({ cognito })}${optional}`;
};

/** Settings of earlier versions, by path. */
export const removedSettings: Readonly<Record<string, Explanation>> = {
  'identity.mfa': isOfUserPool,
  'identity.accessTokenMinutes': isOfUserPool,
  'identity.issuerFormat': () =>
    'no such setting any more: remove it. The AWS provider cannot choose a user pool\'s issuer, so every pool has Cognito\'s original one, https://cognito-idp.<region>.…, and with "updated" nobody was let in',
};
