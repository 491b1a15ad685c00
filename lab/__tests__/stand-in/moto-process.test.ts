import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { typescript } from '../../../cli/run-typescript';
import { startStandIn } from '../../stand-in';

describe('a stand-in', () => {
  it('leaves no process behind when it is stopped', async () => {
    const children = () =>
      execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
        .split('\n')
        .filter((args) => args.includes('moto_server'));
    expect(children()).toEqual([]);
    const other = await startStandIn({ hostEnvironment: process.env });
    const running = children();
    await other.stop();
    expect(running).toHaveLength(1);
    expect(children()).toEqual([]);
    await expect(fetch(other.endpoint)).rejects.toThrow();
  });

  it('leaves no process behind when its own process is killed', async () => {
    const script = `require('./lab/stand-in').startStandIn({ hostEnvironment: process.env }).then(({ endpoint }) => console.log(endpoint))`;
    const parent = spawn(process.execPath, [...typescript, '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent.pid)], {
      encoding: 'utf8',
    });
    const moto = Number(/^\s*(\d+).*moto_server/m.exec(children)?.[1]);
    const isAlive = () =>
      execFileSync('ps', ['-eo', 'pid='], { encoding: 'utf8' }).split(/\s+/).includes(String(moto));
    expect(isAlive()).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    for (let tries = 0; isAlive() && tries < 50; tries += 1) await setTimeout(100);
    expect(isAlive()).toBe(false);
  });
});
