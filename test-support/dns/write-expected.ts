import { writeExpected } from './expected';

// after an intended change, run: node --import ./cli/typescript.mjs test-support/dns/write-expected.ts - and read the difference
writeExpected();
