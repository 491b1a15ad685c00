import path from 'node:path';
import { environmentName, outputFolder } from '../../cli/environment';
import { projectFolder } from '../../config/project-folder';

const former = { ...process.env };
afterEach(() => {
  process.env = { ...former };
});

it.each([
  [undefined, 'cdktf.out'],
  ['', 'cdktf.out'],
  ['out', 'out'],
  ['../beside', '../beside'],
])(
  'with CDKTF_OUTDIR %j, the output goes to %s of the project, whatever folder the command runs in',
  (value, expected) => {
    if (value === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = value;
    expect(outputFolder()).toBe(path.join(projectFolder, expected));
  },
);

it('an absolute output folder is taken as it is', () => {
  process.env.CDKTF_OUTDIR = '/elsewhere/out';
  expect(outputFolder()).toBe('/elsewhere/out');
});

it('the option comes before STUDIO_ENV', () => {
  process.env.STUDIO_ENV = 'prod';
  expect(environmentName('test')).toBe('test');
  expect(environmentName(undefined)).toBe('prod');
});
