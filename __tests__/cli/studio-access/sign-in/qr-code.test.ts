import { qrCodeIn } from '../../../../cli/studio-access/sign-in/qr-code';

const address =
  'otpauth://totp/SageMaker%20Studio%20prod:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW&issuer=SageMaker%20Studio%20prod';

it.each([
  ['a high window', { isTTY: true, rows: 50, columns: 80 }, true],
  ['the usual window, where its top would be cut off', { isTTY: true, rows: 24, columns: 80 }, false],
  ['a narrow window, where its lines would break', { isTTY: true, rows: 50, columns: 40 }, false],
  ['what is no terminal', { rows: 50, columns: 80 }, false],
])('a QR code in %s', (_, window, isThere) => {
  const picture = qrCodeIn(window, address);
  expect(picture !== undefined).toBe(isThere);
});
