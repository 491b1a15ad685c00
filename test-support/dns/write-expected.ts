import { writeExpected } from './expected';

// run by hand after a change that is meant: npx tsx test-support/dns/write-expected.ts, then read the difference
writeExpected();
