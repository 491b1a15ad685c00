/** In the bundle in place of `debug`: `jwks-rsa` would print keys with it, and nothing but the log may reach the output. */
const debug = () => () => undefined;

export = debug;
