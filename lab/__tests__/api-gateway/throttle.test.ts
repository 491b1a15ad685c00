import { Throttle } from '../../api-gateway/throttle';
import { Clock } from '../../shared/clock';

describe('Throttle', () => {
  it('admits the burst at once, then as many as the rate allows', async () => {
    const clock = new Clock();
    await clock.whileItStands(() => {
      const throttle = new Throttle({ ratePerSecond: 2, burst: 3 }, clock);
      const admitted = (requests: number) =>
        Array.from({ length: requests }, () => throttle.admit()).filter(Boolean).length;
      expect(admitted(5)).toBe(3);
      clock.advance(1);
      expect(admitted(5)).toBe(2);
      clock.advance(3600);
      expect(admitted(5)).toBe(3);
      return Promise.resolve();
    });
  });

  it('admits nothing with a burst of 0', () => {
    expect(new Throttle({ ratePerSecond: 0, burst: 0 }, new Clock()).admit()).toBe(false);
  });
});
