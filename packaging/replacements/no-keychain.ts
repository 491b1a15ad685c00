/**
 * In place of the keychain's package in the one file. Node would look for that package in every folder above the file, and run what
 * lies there: in a folder that several people share, that may be somebody else's.
 */
throw new Error('the one file has no keychain');

export {};
