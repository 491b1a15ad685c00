// Loaded before a program: kills it at its n-th change of the disk (variable KILL_AFTER), or prints their number.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const last = Number(process.env.KILL_AFTER ?? Infinity);
let made = 0;
for (const name of ['mkdirSync', 'writeFileSync', 'copyFileSync', 'renameSync', 'rmSync', 'rmdirSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    const result = original(...args);
    made += 1;
    if (made >= last) process.kill(process.pid, 'SIGKILL');
    return result;
  };
}
syncBuiltinESMExports();
process.on('exit', () => {
  if (last === Infinity) process.stdout.write(String(made));
});
