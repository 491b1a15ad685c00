/** In the bundle in place of `debug`, with which `jwks-rsa` would print keys: only the log may reach the output. */
const debug = () => () => undefined;

export = debug;
