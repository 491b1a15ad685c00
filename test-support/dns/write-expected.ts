import { writeExpected } from './expected';

// after an intended change, run: npx tsx test-support/dns/write-expected.ts - and read the difference
writeExpected();
