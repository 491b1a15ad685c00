import { parsePolicy } from '../iam/role-policies';
import { getJson, type Target } from '../shared/aws-client';
import { objects, text, type JsonObject } from '../shared/json';

/** A private custom domain name of an API. */
export interface PrivateDomainName {
  readonly name: string;
  /** The ARN in policies: `arn:aws:execute-api:<region>:<account>:/domainnames/<name>+<id>`. */
  readonly arn: string;
  readonly policy: JsonObject;
  /** Associated endpoints. */
  readonly endpointIds: readonly string[];
  readonly apiId: string;
  readonly stageName: string;
}

/** Reads the private names that are mapped to a stage with an empty base path. */
export async function readDomainNames(target: Target): Promise<PrivateDomainName[]> {
  const list = async (path: string) => objects(await getJson(target, 'apigateway', path), 'item');
  const associations = await list('/domainnameaccessassociations?resourceOwner=SELF');
  const names = await list('/domainnames');
  const read = names.map(async (item): Promise<PrivateDomainName[]> => {
    const name = text(item, 'domainName') ?? '';
    const arn = text(item, 'domainNameArn') ?? '';
    const id = text(item, 'domainNameId') ?? '';
    const mappings = await list(`/domainnames/${name}/basepathmappings?domainNameId=${id}`);
    return mappings
      .filter((mapping) => ['', '(none)'].includes(text(mapping, 'basePath') ?? ''))
      .map((mapping) => ({
        name,
        arn: invoked(arn),
        policy: parsePolicy(text(item, 'policy') ?? ''),
        endpointIds: associations
          .filter((association) => text(association, 'domainNameArn') === arn)
          .flatMap((association) => text(association, 'accessAssociationSource') ?? []),
        apiId: text(mapping, 'restApiId') ?? '',
        stageName: text(mapping, 'stage') ?? '',
      }));
  });
  return (await Promise.all(read)).flat();
}

/** A domain name has one ARN for management and another one for calls. */
function invoked(arn: string): string {
  return arn.replace(':apigateway:', ':execute-api:');
}
