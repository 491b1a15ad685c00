import { causeOf, runChecks, type Check } from '../../../../cli/studio-access/doctor/check';
import { Failure, signInNeeded } from '../../../../cli/studio-access/failure';

const signal = new AbortController().signal;
const finding = { got: 'x', cause: 'broken', todo: 'Mend it.', who: 'you' } as const;
const check = (id: string, needs: readonly string[], examine: Check['examine']): Check => ({
  id,
  needs,
  examine,
  what: `the ${id}`,
  expected: 'well',
});
const well = () => Promise.resolve({ got: 'well' });
const broken = () => Promise.resolve(finding);
const failing = (error: Error) => () => Promise.reject(error);

describe('checks', () => {
  it.each<[what: string, checks: readonly Check[], expected: readonly string[], cause: string | undefined]>([
    ['all well', [check('a', [], well), check('b', ['a'], well)], ['ok', 'ok'], undefined],
    [
      'what needs a broken one, also by another, is not tried',
      [check('a', [], broken), check('b', ['a'], well), check('c', ['b'], broken), check('d', [], well)],
      ['found', 'not tried: a', 'not tried: b', 'ok'],
      'a: broken',
    ],
    [
      'the cause is the first one',
      [check('a', [], well), check('b', [], broken), check('c', [], broken)],
      ['ok', 'found', 'found'],
      'b: broken',
    ],
    [
      'a failure of a command is a finding',
      [check('a', [], failing(signInNeeded('Nobody is signed in.'))), check('b', ['a'], well)],
      ['found', 'not tried: a'],
      'a: sign_in_needed',
    ],
  ])('%s', async (_, checks, expected, cause) => {
    const results = await runChecks(checks, () => undefined, signal);
    expect(
      results.map((result) =>
        result.status === 'not_tried' ? `not tried: ${result.because}` : result.status,
      ),
    ).toEqual(expected);
    const found = causeOf(results);
    expect(found && `${found.id}: ${found.cause}`).toBe(cause);
  });

  it('say who can do something about a failure', async () => {
    const failures = [
      signInNeeded('x'),
      new Failure({ code: 'proxy', what: 'x', todo: 'y' }),
      new Failure({ code: 'settings_wrong', what: 'x', todo: 'y' }),
    ];
    const checks = failures.map((failure, index) => check(String(index), [], failing(failure)));
    const results = await runChecks(checks, () => undefined, signal);
    expect(results.map((result) => result.status === 'found' && result.who)).toEqual([
      'you',
      'network administrator',
      'operator of the deployment',
    ]);
  });

  it('take a file that this person may not read for a finding', async () => {
    const error = Object.assign(new Error('EACCES'), {
      code: 'EACCES',
      syscall: 'open',
      path: '/x/a.session',
    });
    const [result] = await runChecks([check('a', [], failing(error))], () => undefined, signal);
    expect(result).toMatchObject({ status: 'found', cause: 'file_system', who: 'you' });
    expect(result?.status === 'found' && result.got).toContain(
      'cannot open /x/a.session: permission is denied',
    );
  });

  it('do not take a defect of the program for a finding', async () => {
    const defect = new TypeError('x is undefined');
    await expect(runChecks([check('a', [], failing(defect))], () => undefined, signal)).rejects.toBe(defect);
  });

  it('end when the person ends them', async () => {
    const ending = new AbortController();
    const tried: string[] = [];
    const checks = [
      check('a', [], () => {
        ending.abort(new Error('over'));
        return Promise.reject(new Failure({ code: 'no_answer', what: 'x', todo: 'y' }));
      }),
      check('b', [], well),
    ];
    await expect(runChecks(checks, ({ id }) => tried.push(id), ending.signal)).rejects.toThrow('over');
    expect(tried).toEqual(['a']);
  });
});
