// both packages have types for their roots only; the authorizer imports these two files

declare module 'jsonwebtoken/verify.js' {
  export { verify as default } from 'jsonwebtoken';
}

declare module 'jwks-rsa/src/JwksClient.js' {
  import type { SigningKey } from 'jwks-rsa';

  export class JwksClient {
    constructor(options: {
      jwksUri: string;
      fetcher: (uri: string) => Promise<{ keys: unknown[] }>;
      cache: boolean;
    });
    getSigningKeys(): Promise<(SigningKey & { readonly publicKey: string })[]>;
  }
}
