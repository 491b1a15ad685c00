import { text } from '../../shared/json';
import type { Gap } from '../call';
import { jsonError, jsonReply, readJson } from '../json-body';

/** Bytes that a value may have, by tier. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const maximumBytes: Readonly<Record<string, number>> = { Standard: 4096, Advanced: 8192 };

/** AWS's parameter with the newest image of Windows, and an image that moto knows. moto has those of Linux only. */
const windowsImage = {
  name: '/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base',
  value: 'ami-b7e93bce',
};

/** Gives the image of Windows, and refuses values that are longer than their tier takes; moto takes any length. */
export const parameters: Gap = async (call, forward) => {
  if (call.service !== 'ssm') return forward(call);
  const request = readJson(call);
  if (call.operation === 'GetParameter' && text(request, 'Name') === windowsImage.name) {
    const { name: Name, value: Value } = windowsImage;
    return jsonReply({ Parameter: { Name, Value, Type: 'String', Version: 1, DataType: 'aws:ec2:image' } });
  }
  const maximum = maximumBytes[text(request, 'Tier') ?? 'Standard'];
  const isLong = maximum !== undefined && Buffer.byteLength(text(request, 'Value') ?? '') > maximum;
  if (call.operation !== 'PutParameter' || !isLong) return forward(call);
  const message = `${text(request, 'Tier') ?? 'Standard'} tier parameters support a maximum parameter value of ${maximum} characters.`;
  return jsonError('ValidationException', message);
};
