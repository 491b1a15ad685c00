import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { fetchKeySet } from '../../handlers/authorizer/jwks';

/** An `aws-jwt-verify` verifier of access tokens, with keys from the authorizer's source. */
export function createPeer(issuer: string, clientId: string, jwksUri: string) {
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: issuer.slice(issuer.lastIndexOf('/') + 1), clientId, tokenUse: 'access' },
    // its own fetcher supports https only
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: () => fetchBytes(jwksUri) } }) },
  );
  return (token: string) => verifier.verify(token);
}

async function fetchBytes(uri: string): Promise<ArrayBuffer> {
  const bytes = new TextEncoder().encode(JSON.stringify(await fetchKeySet(uri, 4000)));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
