/**
 * In the bundle in place of packages that are loaded but, with the options given here, never called.
 * @throws Error always
 */
function unused(): never {
  throw new Error('called into a package that is left out of the bundle');
}

export = unused;
