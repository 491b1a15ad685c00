import type { Gap } from '../call';
import { partitionAt } from '../partition';
import { ec2Error, form, withForm, withText } from './form';

/** Services whose name has no prefix in China either. */
const withoutPrefix = new Set(['logs', 's3']);

/**
 * Names of endpoint services: in China most begin with `cn.`; in moto they are everywhere those of the other regions.
 * @see https://docs.amazonaws.cn/en_us/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const chinaServices: Gap = async (call, forward) => {
  if (call.service !== 'ec2' || partitionAt(call.region).id !== 'aws-cn') return forward(call);
  const name = new RegExp(`^(cn\\.)?(com\\.amazonaws\\.${call.region}\\.(.+))$`);
  const parameters = form(call);
  for (const [key, value] of [...parameters]) {
    const [, prefix, rest = '', service = ''] = name.exec(value) ?? [];
    if (rest === '') continue;
    if ((prefix === undefined) !== withoutPrefix.has(service))
      return ec2Error('InvalidServiceName', `The Vpc Endpoint Service '${value}' does not exist`);
    parameters.set(key, rest);
  }
  const reply = await forward(withForm(call, parameters));
  const names = new RegExp(`>(com\\.amazonaws\\.${call.region}\\.([^<]+))<`, 'g');
  const named = (found: string, whole: string, service: string) =>
    withoutPrefix.has(service) ? found : `>cn.${whole}<`;
  return withText(reply, reply.body.toString().replaceAll(names, named));
};
