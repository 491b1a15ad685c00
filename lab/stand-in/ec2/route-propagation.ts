import type { Gap } from '../call';
import { form, withText } from './form';

/**
 * Route propagation from virtual private gateways, which moto does not have.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVgwRoutePropagation.html
 */
export function routePropagation(): Gap {
  const gateways = new Map<string, Set<string>>();
  return async (call, forward) => {
    if (call.service !== 'ec2') return forward(call);
    const change = /^(Enable|Disable)VgwRoutePropagation$/.exec(call.operation)?.[1];
    if (change !== undefined) {
      const parameters = form(call);
      const table = parameters.get('RouteTableId') ?? '';
      const enabled = gateways.get(table) ?? new Set();
      if (change === 'Enable') enabled.add(parameters.get('GatewayId') ?? '');
      else enabled.delete(parameters.get('GatewayId') ?? '');
      gateways.set(table, enabled);
      const body = `<${call.operation}Response><return>true</return></${call.operation}Response>`;
      return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
    }
    const reply = await forward(call);
    if (call.operation !== 'DescribeRouteTables') return reply;
    const rewritten = reply.body
      .toString()
      .replace(/<routeTableId>([^<]+)<\/routeTableId>(?=<routeSet)/g, (element: string, id: string) => {
        const items = [...(gateways.get(id) ?? [])].map(
          (gateway) => `<item><gatewayId>${gateway}</gatewayId></item>`,
        );
        return `${element}<propagatingVgwSet>${items.join('')}</propagatingVgwSet>`;
      });
    return withText(reply, rewritten);
  };
}
