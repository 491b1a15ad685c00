import { benchCommandLine } from './command-line';
import { benchDns } from './dns';
import { benchFlood } from './flood';
import { benchHandlers } from './handlers';
import { benchOutage } from './outage';
import { benchUsers } from './users';

/** The benches: `npm run bench -- <name>…` runs some, without a name all. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  handlers: benchHandlers,
  dns: benchDns,
  outage: benchOutage,
  flood: benchFlood,
  users: benchUsers,
  'command-line': benchCommandLine,
};

async function main(names: readonly string[]): Promise<void> {
  for (const name of names.length === 0 ? Object.keys(benches) : names) {
    const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
    if (bench === undefined) {
      throw new Error(
        `there is no bench ${JSON.stringify(name)}, expected one of: ${Object.keys(benches).join(', ')}`,
      );
    }
    await bench();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
