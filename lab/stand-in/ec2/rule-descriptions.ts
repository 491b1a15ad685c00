import type { Gap } from '../call';
import { elementText, elementTexts, escapeText, mapParts } from '../xml-text';
import { form, structures, withText } from './form';

/** moto answers a security group rule's description only if its other end is an address range; the rest is kept here. */
export function ruleDescriptions(): Gap {
  const descriptions = new Map<string, string>();
  return async (call, forward) => {
    const reply = await forward(call);
    if (call.service !== 'ec2' || !call.operation.includes('SecurityGroup') || reply.status !== 200)
      return reply;
    const text = reply.body.toString();
    if (/^AuthorizeSecurityGroup(In|E)gress$/.test(call.operation)) {
      const sent = [...form(call)].filter(([name]) => /^IpPermissions\..*\.Description$/.test(name));
      const ids = elementTexts(text, 'securityGroupRuleId');
      const [, description] = sent[0] ?? [];
      // which rule of several has which description cannot be told; the provider sends one rule at a time
      if (description !== undefined && ids.length === 1) descriptions.set(ids[0] ?? '', description);
    }
    if (call.operation === 'ModifySecurityGroupRules') {
      for (const rule of structures(form(call), 'SecurityGroupRule')) {
        descriptions.set(
          rule.get('SecurityGroupRuleId') ?? '',
          rule.get('SecurityGroupRule.Description') ?? '',
        );
      }
    }
    return withText(
      reply,
      mapParts(text, 'securityGroupRuleId', (part, id) => {
        const description = descriptions.get(id);
        if (!description || elementText(part, 'description') !== undefined) return part;
        const start = `<securityGroupRuleId>${id}</securityGroupRuleId>`;
        return `${start}<description>${escapeText(description)}</description>${part.slice(start.length)}`;
      }),
    );
  };
}
