import { AddressLimit } from '../../api-gateway/address-limit';
import { Clock } from '../../shared/clock';

const rule = { limit: 10, windowSeconds: 60, blocks: true, exceptCidrs: ['10.0.0.0/30'] };

const host = '192.168.10.2';

/** Tries a rule on a clock that stands. */
const withLimit = (changes: Partial<typeof rule>, action: (limit: AddressLimit, clock: Clock) => void) => {
  const clock = new Clock();
  return clock.whileItStands(() => {
    action(new AddressLimit({ ...rule, ...changes }, clock), clock);
    return Promise.resolve();
  });
};

const send = (limit: AddressLimit, address: string, count: number) =>
  Array.from({ length: count }, () => limit.admit(address)).filter(Boolean).length;

test('an address is blocked half a minute after it sent too much, until half a minute after it stopped', () =>
  withLimit({}, (limit, clock) => {
    expect(send(limit, host, 100)).toBe(100);
    clock.advance(29);
    expect(send(limit, host, 1)).toBe(1);
    clock.advance(1);
    expect([send(limit, host, 1), send(limit, '192.168.10.3', 1)]).toEqual([0, 1]);
    clock.advance(59);
    expect(send(limit, host, 1)).toBe(0);
    clock.advance(1);
    expect(send(limit, host, 1)).toBe(1);
  }));

test('an address that sends as much as it may is not blocked', () =>
  withLimit({}, (limit, clock) => {
    send(limit, host, 10);
    clock.advance(30);
    expect(send(limit, host, 1)).toBe(1);
  }));

test('an address that goes on stays blocked: blocked requests count too', () =>
  withLimit({}, (limit, clock) => {
    const admitted = Array.from({ length: 300 }, () => {
      clock.advance(1);
      return send(limit, host, 5);
    });
    expect(admitted.slice(0, 30).every((count) => count === 5)).toBe(true);
    expect(admitted.slice(35).every((count) => count === 0)).toBe(true);
  }));

test.each([
  ['an excepted address', {}, '10.0.0.3'],
  ['a rule that only counts', { blocks: false }, host],
])('%s is never blocked', (_, changes, address) =>
  withLimit(changes, (limit, clock) => {
    send(limit, address, 100);
    clock.advance(30);
    expect(send(limit, address, 100)).toBe(100);
  }),
);
