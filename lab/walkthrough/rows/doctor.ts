import { brokenDeployments } from '../doctor/deployment';
import { doctorOf, settingsWith, signedInDesk } from '../doctor/desk';
import { brokenNames } from '../doctor/names';
import { brokenSessions } from '../doctor/sessions';
import type { BrokenSetUp } from '../doctor/set-up';
import { brokenWays } from '../doctor/ways';
import { words } from '../doctor/words';
import type { Namespace } from '../../hosts/namespaces';
import { without } from '../../shared/json';
import type { Row } from '../row';

const section = 'The doctor on a desk';

function brokenRow({ id, what, cause, run }: BrokenSetUp): Row {
  return {
    id: `doctor-${id}`,
    section,
    what,
    expected: `exit 3, ${cause}`,
    async run(lab) {
      const desk = await signedInDesk(lab);
      return words(await run(lab, doctorOf(desk), desk));
    },
  };
}

/** `studio-access doctor` against what is deployed, whole, and with one thing broken at a time. */
export const doctorRows: readonly Row[] = [
  {
    id: 'doctor',
    section,
    what: 'the doctor looks at a desk where nothing is broken; with settings of an earlier version; and for a person, in lines',
    expected: 'exit 0, nothing; exit 0, nothing; exit 0, The doctor found nothing.',
    async run(lab) {
      const desk = await signedInDesk(lab);
      const doctor = doctorOf(desk);
      const json = await doctor();
      const earlier = await doctor({
        args: ['--settings', settingsWith(desk, (settings) => without(settings, 'expected'))],
      });
      const { exitCode, stdout } = await desk.run(['doctor']);
      return `${words(json)}; ${words(earlier)}; exit ${exitCode}, ${stdout.trim().split('\n').at(-1) ?? ''}`;
    },
  },
  {
    id: 'doctor-outside',
    section,
    what:
      'the doctor expects to be outside: on a host of a stranger, with a session and a URL from inside, and with one that Studio ' +
      'does not know; and on the desk, without and with a URL',
    expected:
      'exit 0, nothing; exit 3, outside-url: url_void; exit 3, outside-api-name: outside_connects; Studio refuses: true; Studio opens: true',
    async run(lab) {
      const desk = await signedInDesk(lab);
      const doctor = doctorOf(desk);
      const args = ['--expect', 'outside'];
      const newUrl = async () => (await desk.run(['url'])).stdout.trim();
      const withUrl = (url: string, host?: Namespace) =>
        doctor({ args: [...args, '--url-stdin'], input: [url], ...(host && { host }) });
      const outside = await withUrl(await newUrl(), lab.site.stranger);
      const inside = await withUrl(await newUrl());
      const madeUp = (await newUrl()).replace(/token=.*/, 'token=made-up');
      return [
        words(outside),
        words(await withUrl(madeUp, lab.site.stranger)),
        words(await doctor({ args })),
        `Studio refuses: ${String(outside.stdout.includes('status 403 of'))}`,
        `Studio opens: ${String(inside.stdout.includes('"cause":"outside_studio"'))}`,
      ].join('; ');
    },
  },
  {
    id: 'doctor-away',
    section,
    what: 'the doctor expects to be inside, on a host of a stranger',
    expected: 'exit 3, api-name: public_address',
    async run(lab) {
      const desk = await signedInDesk(lab);
      return words(await doctorOf(desk)({ host: lab.site.stranger }));
    },
  },
  ...[...brokenNames, ...brokenWays, ...brokenDeployments, ...brokenSessions].map(brokenRow),
];
