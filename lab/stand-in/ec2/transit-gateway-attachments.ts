import type { Gap } from '../call';
import { elementText, setElement } from '../xml-text';
import { ec2Call, form, listParameter, numbered } from './form';

/**
 * Attachments keep the tags of their create request; moto looks for these under another resource type. For a while
 * after its deletion an attachment is described as deleted, because the provider waits for that.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTransitGatewayVpcAttachment.html
 */
export function transitGatewayAttachments(): Gap {
  const deleted = new Map<string, string>();
  return async (call, forward) => {
    if (call.service !== 'ec2' || !/TransitGatewayVpcAttachments?$/.test(call.operation))
      return forward(call);
    const parameters = form(call);
    if (call.operation.startsWith('Delete')) {
      const id = parameters.get('TransitGatewayAttachmentId') ?? '';
      const list = numbered('TransitGatewayAttachmentIds', [id]);
      const described = await forward(ec2Call(call, 'DescribeTransitGatewayVpcAttachments', list));
      deleted.set(id, setElement(described.body.toString(), 'state', 'deleted'));
    }
    if (call.operation.startsWith('Describe')) {
      const [id = ''] = listParameter(parameters, 'TransitGatewayAttachmentIds');
      const last = deleted.get(id);
      if (last !== undefined)
        return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(last) };
    }
    const reply = await forward(call);
    const tags = [...parameters].flatMap(([name, value]) => {
      const tag = /^TagSpecifications?\.\d+\.(Tag\.\d+\.(?:Key|Value))$/.exec(name)?.[1];
      return tag === undefined ? [] : [[tag, value] as const];
    });
    if (tags.length === 0 || reply.status !== 200) return reply;
    const id = elementText(reply.body.toString(), 'transitGatewayAttachmentId') ?? '';
    await forward(ec2Call(call, 'CreateTags', { 'ResourceId.1': id, ...Object.fromEntries(tags) }));
    return reply;
  };
}
