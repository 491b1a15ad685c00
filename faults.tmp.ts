import { readFileSync } from 'node:fs';
import { deploymentFaults } from './lab/faults/deployment-faults';
import { functionFaults } from './lab/faults/function-faults';
let bad = 0, n = 0;
for (const f of [...functionFaults, ...deploymentFaults] as any[]) {
  n++; let text = readFileSync(f.file, 'utf8');
  for (const [find, rep] of f.edits) { if (text.split(find).length !== 2) { bad++; console.log(f.id, f.file, JSON.stringify(find)); } text = text.replace(find, () => rep); }
}
console.log(n, 'faults', bad, 'edits that do not apply');
