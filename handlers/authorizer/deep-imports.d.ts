// the types of both packages describe their roots only; these two files are what is needed of them

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
