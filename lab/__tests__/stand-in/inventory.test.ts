import { createTransitGateway, listResources } from '../../stand-in';
import { startForTest } from '../../test-support/stand-in';

describe('listResources', () => {
  it('lists created resources, by their chosen ids, and not those of a new account', async () => {
    const other = await startForTest();
    try {
      expect(await listResources(other)).toEqual([]);
      expect(await createTransitGateway(other, 'tgw-0123456789abcdef0')).toBe('tgw-0123456789abcdef0');
      expect(await createTransitGateway(other)).toMatch(/^tgw-[0-9a-f]{17}$/);
      expect(await listResources(other)).toEqual([
        'ec2 tgw-0123456789abcdef0',
        expect.stringMatching(/^ec2 tgw-[0-9a-f]{17}$/),
      ]);
    } finally {
      await other.stop();
    }
  });
});
