/** Settings of earlier versions, by path: why each is gone, and what to do. */
export const removedSettings: Readonly<Record<string, string>> = {
  'identity.issuerFormat':
    'no such setting any more: remove it. The AWS provider cannot choose a user pool\'s issuer, so every pool has Cognito\'s original one, https://cognito-idp.<region>.…, and with "updated" nobody was let in',
};
