import type { Gap } from '../call';
import { elementText, elementTexts, escapeText, mapParts } from '../xml-text';
import { form, structures, withText } from './form';

/** moto answers the description of a rule only if its other end is an address range; this keeps the others. */
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
      // with several rules, it is unknown which one has which description; the provider sends one rule at a time
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
