import { writeFileSync } from 'node:fs';
import type { ProjectCopy } from '../project-copy';

/**
 * Replaces the stacks of a project copy by one stack whose resources are files in a folder, the "account". The
 * project's own commands synthesize and deploy it. A deployment takes seconds and needs no provider.
 *
 * The variable `RESOURCES` names the resources, separated by commas; another name at the same place replaces the
 * resource. Each is created once the file `go` exists, or after ten minutes.
 */
export function useSmallApp(project: ProjectCopy): void {
  writeFileSync(project.path('main.ts'), mainText);
}

const mainText = `
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { outputFolder } from './cli/environment';
import { runCommand } from './cli/failure';
import { writeOutput } from './cli/output/write-output';

const waitFor = (file: string) => 'i=0; until [ -e ' + __dirname + '/' + file + ' ] || [ $i = 6000 ]; do sleep 0.1; i=$((i+1)); done; ';

void runCommand(() => {
  writeOutput({ folder: outputFolder(), environment: 'example', projectFolder: __dirname }, (staging) => {
    const app = new App({ outdir: staging.output, stackTraces: false });
    const stack = new TerraformStack(app, 'small');
    new LocalBackend(stack, { path: '../../../state/example/small.tfstate' });
    for (const [index, name] of (process.env.RESOURCES ?? '').split(',').entries()) {
      stack.addOverride('resource.terraform_data.resource-' + index, {
        input: name,
        triggers_replace: name,
        provisioner: [
          { 'local-exec': { command: waitFor('go') + 'touch ' + __dirname + '/account/' + name } },
          { 'local-exec': { when: 'destroy', command: 'rm ' + __dirname + '/account/\${self.input}' } },
        ],
      });
    }
    app.synth();
  });
});
`;
