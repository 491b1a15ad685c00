import type { Gap } from '../call';

/**
 * A hosted zone created with a VPC is private, whatever else the request says; moto needs it in the request.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
 */
export const privateZones: Gap = async (call, forward) => {
  const body = call.body.toString();
  const isCreation = call.service === 'route53' && call.method === 'POST' && call.url.endsWith('/hostedzone');
  if (!isCreation || !body.includes('<VPC>') || body.includes('<PrivateZone>')) return forward(call);
  const isPrivate = '<PrivateZone>true</PrivateZone>';
  const changed = body.includes('</HostedZoneConfig>')
    ? body.replace('</HostedZoneConfig>', `${isPrivate}</HostedZoneConfig>`)
    : body.replace(
        '</CreateHostedZoneRequest>',
        `<HostedZoneConfig>${isPrivate}</HostedZoneConfig></CreateHostedZoneRequest>`,
      );
  return forward({ ...call, body: Buffer.from(changed) });
};
