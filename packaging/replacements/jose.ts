/**
 * In the bundle in place of `jose`: its own two functions that `jwks-rsa` calls, and what they need, without the rest of
 * the package. Nothing here is ours.
 */
export { exportSPKI } from 'jose/key/export';
export { importJWK } from 'jose/key/import';
