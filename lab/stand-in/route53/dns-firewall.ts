import { randomBytes } from 'node:crypto';
import { withoutDot } from '../../shared/dns-name';
import { objects, strings, text, type JsonObject } from '../../shared/json';
import type { Call, Forward, Gap, Reply } from '../call';
import { ec2Call } from '../ec2/form';
import { jsonReply, readJson } from '../json-body';
import { tagAnswer, type ResolverTags } from './resolver-tags';
import { arnOf } from '../partition';

/** Characters of a domain after its optional asterisk, and its length. */
const domainPattern = /^(?=.{1,255}$)(?:\*|(?:\*\.)?(?:[a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63})$/i;

const namePattern = /^(?!\d+$)[\w' -]{1,64}$/;

/** What DNS Firewall has: moto has nothing of it. */
interface State {
  readonly lists: Map<string, JsonObject & { domains: string[] }>;
  readonly groups: Map<string, JsonObject & { rules: JsonObject[] }>;
  readonly associations: Map<string, JsonObject>;
  /** By VPC. */
  readonly configs: Map<string, JsonObject>;
  readonly tags: ResolverTags;
}

class Refusal extends Error {
  constructor(
    readonly code: 'ValidationException' | 'ConflictException' | 'ResourceNotFoundException',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Route 53 Resolver DNS Firewall: domain lists, rule groups with their rules, associations with VPCs, and whether it fails
 * open. What is in use cannot be deleted, priorities are unique, and names come back with a dot at the end.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html
 */
export function dnsFirewall(accountId: string): Gap {
  const state: State = {
    lists: new Map(),
    groups: new Map(),
    associations: new Map(),
    configs: new Map(),
    tags: new Map(),
  };
  return async (call, forward) => {
    if (call.service !== 'route53resolver') return forward(call);
    try {
      const answer = answerTo(call, state, accountId);
      if (call.operation === 'AssociateFirewallRuleGroup' || call.operation === 'UpdateFirewallConfig')
        await requireVpc(call, forward);
      return answer === undefined ? await forward(call) : jsonReply(answer());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refused(error);
    }
  };
}

/** The answer of an operation, made when it is called; undefined for operations that moto has. */
function answerTo(call: Call, state: State, accountId: string): (() => JsonObject) | undefined {
  const request = readJson(call);
  const { lists, groups, associations, configs, tags } = state;
  const field = (name: string): string => {
    const value = text(request, name);
    if (value === undefined || value === '') throw new Refusal('ValidationException', `${name} is missing`);
    return value;
  };
  const named = () => {
    const name = field('Name');
    if (!namePattern.test(name)) throw new Refusal('ValidationException', `Name ${name} is not valid`);
    return name;
  };
  const found = <T>(map: ReadonlyMap<string, T>, id: string): T => {
    const item = map.get(id);
    if (item === undefined) throw new Refusal('ResourceNotFoundException', `${id} does not exist`);
    return item;
  };
  const newItem = (kind: string, prefix: string) => {
    const Id = `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;
    const Arn = arnOf('route53resolver', call.region, accountId, `${kind}/${Id}`);
    tags.set(Arn, objects(request, 'Tags'));
    return { Id, Arn, CreatorRequestId: field('CreatorRequestId'), Status: 'COMPLETE' };
  };
  const forget = (map: Map<string, unknown>, item: JsonObject): JsonObject => {
    map.delete(text(item, 'Id') ?? '');
    tags.delete(text(item, 'Arn') ?? '');
    return { ...item, Status: 'DELETING' };
  };
  const list = () => found(lists, field('FirewallDomainListId'));
  const listFields = ({ domains, ...rest }: JsonObject & { domains: string[] }) => ({
    ...rest,
    DomainCount: domains.length,
  });
  const group = () => found(groups, field('FirewallRuleGroupId'));
  const groupFields = ({ rules, ...rest }: JsonObject & { rules: JsonObject[] }) => ({
    ...rest,
    RuleCount: rules.length,
  });
  const rule = () => {
    const wanted = { list: field('FirewallDomainListId'), rules: group().rules };
    const index = wanted.rules.findIndex(({ FirewallDomainListId: id }) => id === wanted.list);
    if (index < 0) throw new Refusal('ResourceNotFoundException', `no rule for ${wanted.list}`);
    return { index, rules: wanted.rules };
  };
  const association = () => found(associations, field('FirewallRuleGroupAssociationId'));
  const unique = (priority: unknown, others: readonly JsonObject[], minimum: number, maximum: number) => {
    if (typeof priority !== 'number' || priority < minimum || priority > maximum)
      throw new Refusal('ValidationException', `Priority ${String(priority)} is out of range`);
    if (others.some(({ Priority }) => Priority === priority))
      throw new Refusal('ConflictException', `Priority ${priority} is taken`);
  };

  const operations: Readonly<Record<string, () => JsonObject>> = {
    CreateFirewallDomainList() {
      const item = { ...newItem('firewall-domain-list', 'rslvr-fdl'), Name: named(), domains: [] };
      lists.set(item.Id, item);
      return { FirewallDomainList: listFields(item) };
    },
    GetFirewallDomainList: () => ({ FirewallDomainList: listFields(list()) }),
    ListFirewallDomainLists: () => ({ FirewallDomainLists: [...lists.values()].map(listFields) }),
    ListFirewallDomains: () => ({ Domains: list().domains.map((domain) => `${domain}.`) }),
    UpdateFirewallDomains() {
      const item = list();
      const domains = strings(request, 'Domains').map((domain) => withoutDot(domain.toLowerCase()));
      if (domains.length === 0 || domains.length > 1000)
        throw new Refusal('ValidationException', `${domains.length} domains in one request`);
      const wrong = domains.find((domain) => !domainPattern.test(domain));
      if (wrong !== undefined) throw new Refusal('ValidationException', `the domain ${wrong} is not valid`);
      const kept = request.Operation === 'REPLACE' ? [] : item.domains;
      item.domains =
        request.Operation === 'REMOVE'
          ? kept.filter((domain) => !domains.includes(domain))
          : [...new Set([...kept, ...domains])];
      return { Id: item.Id, Name: item.Name, Status: 'COMPLETE' };
    },
    DeleteFirewallDomainList() {
      const item = list();
      const isUsed = [...groups.values()].some(({ rules }) =>
        rules.some(({ FirewallDomainListId: id }) => id === item.Id),
      );
      if (isUsed) throw new Refusal('ConflictException', `${String(item.Id)} is used by a rule`);
      return { FirewallDomainList: forget(lists, listFields(item)) };
    },
    CreateFirewallRuleGroup() {
      const own = { Name: named(), OwnerId: accountId, ShareStatus: 'NOT_SHARED', rules: [] };
      const item = { ...newItem('firewall-rule-group', 'rslvr-frg'), ...own };
      groups.set(item.Id, item);
      return { FirewallRuleGroup: groupFields(item) };
    },
    GetFirewallRuleGroup: () => ({ FirewallRuleGroup: groupFields(group()) }),
    ListFirewallRuleGroups: () => ({ FirewallRuleGroups: [...groups.values()].map(groupFields) }),
    DeleteFirewallRuleGroup() {
      const item = group();
      if (item.rules.length > 0) throw new Refusal('ConflictException', `${String(item.Id)} has rules`);
      if ([...associations.values()].some(({ FirewallRuleGroupId: id }) => id === item.Id))
        throw new Refusal('ConflictException', `${String(item.Id)} is associated with a VPC`);
      return { FirewallRuleGroup: forget(groups, groupFields(item)) };
    },
    CreateFirewallRule() {
      const { rules } = group();
      const { Id: FirewallDomainListId } = list();
      if (rules.some(({ FirewallDomainListId: id }) => id === FirewallDomainListId))
        throw new Refusal('ConflictException', `there is a rule for ${String(FirewallDomainListId)}`);
      unique(request.Priority, rules, 1, 10_000);
      const own = checkedRule({ FirewallDomainRedirectionAction: 'INSPECT_REDIRECTION_DOMAIN', ...request });
      rules.push({ ...own, Name: named() });
      return { FirewallRule: own };
    },
    ListFirewallRules: () => ({ FirewallRules: group().rules }),
    UpdateFirewallRule() {
      const { index, rules } = rule();
      const others = rules.filter((_, place) => place !== index);
      const own = checkedRule({ ...rules[index], BlockResponse: undefined, ...request });
      unique(own.Priority, others, 1, 10_000);
      rules[index] = own;
      return { FirewallRule: own };
    },
    DeleteFirewallRule() {
      const { index, rules } = rule();
      return { FirewallRule: rules.splice(index, 1)[0] };
    },
    AssociateFirewallRuleGroup() {
      const [{ Id: FirewallRuleGroupId }, VpcId] = [group(), field('VpcId')];
      const ofVpc = [...associations.values()].filter((other) => other.VpcId === VpcId);
      if (ofVpc.some((other) => other.FirewallRuleGroupId === FirewallRuleGroupId))
        throw new Refusal('ConflictException', `${String(FirewallRuleGroupId)} is associated already`);
      unique(request.Priority, ofVpc, 100, 9900);
      const item = {
        ...newItem('firewall-rule-group-association', 'rslvr-frgassoc'),
        Name: named(),
        FirewallRuleGroupId,
        VpcId,
        Priority: request.Priority,
        MutationProtection: text(request, 'MutationProtection') ?? 'DISABLED',
      };
      associations.set(item.Id, item);
      return { FirewallRuleGroupAssociation: { ...item, Status: 'UPDATING' } };
    },
    GetFirewallRuleGroupAssociation: () => ({ FirewallRuleGroupAssociation: association() }),
    ListFirewallRuleGroupAssociations: () => ({
      FirewallRuleGroupAssociations: [...associations.values()].filter(
        ({ VpcId }) => request.VpcId === undefined || VpcId === request.VpcId,
      ),
    }),
    DisassociateFirewallRuleGroup() {
      const item = association();
      if (item.MutationProtection === 'ENABLED')
        throw new Refusal('ConflictException', `${String(item.Id)} is protected`);
      return { FirewallRuleGroupAssociation: forget(associations, item) };
    },
    UpdateFirewallConfig() {
      const ResourceId = field('ResourceId');
      const FirewallFailOpen = field('FirewallFailOpen');
      const Id =
        text(configs.get(ResourceId) ?? {}, 'Id') ??
        `rslvr-fc-${randomBytes(9).toString('hex').slice(0, 17)}`;
      const config = { Id, ResourceId, OwnerId: accountId, FirewallFailOpen };
      configs.set(ResourceId, config);
      return { FirewallConfig: config };
    },
    ListFirewallConfigs: () => ({ FirewallConfigs: [...configs.values()] }),
  };
  const operation = operations[call.operation];
  if (operation) return operation;
  const tagged = tagAnswer(call, tags);
  return tagged && (() => tagged);
}

/** A rule that blocks says what it answers, and no other rule does. */
function checkedRule(rule: JsonObject): JsonObject {
  const blocks = rule.Action === 'BLOCK';
  if (blocks !== (rule.BlockResponse !== undefined))
    throw new Refusal(
      'ValidationException',
      `BlockResponse ${String(rule.BlockResponse)} of ${String(rule.Action)}`,
    );
  return rule;
}

async function requireVpc(call: Call, forward: Forward): Promise<void> {
  const request = readJson(call);
  const id = text(request, 'VpcId') ?? text(request, 'ResourceId') ?? '';
  const reply = await forward(ec2Call(call, 'DescribeVpcs', { 'VpcId.1': id }));
  if (reply.status !== 200) throw new Refusal('ResourceNotFoundException', `${id} does not exist`);
}

function refused({ code, message }: Refusal): Reply {
  return jsonReply({ __type: code, Message: message, message }, 400);
}
