import { randomBytes } from 'node:crypto';
import { isObject, without, type JsonObject } from '../../shared/json';
import { SageMakerError } from './errors';
import { name } from './fields';
import { findDomain, now, type Domain, type SageMakerState } from './state';
import { tagNew } from './tags';
import { arnOf, partitionAt } from '../partition';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html */
export function createDomain(state: SageMakerState, request: JsonObject): JsonObject {
  const domainName = name(request, 'DomainName');
  if ([...state.domains.values()].some((domain) => domain.settings.DomainName === domainName)) {
    throw new SageMakerError('ResourceInUse', `Domain with name [${domainName}] already exists.`);
  }
  const id = `d-${randomBytes(6).toString('hex')}`;
  const arn = arnOf('sagemaker', state.region, state.accountId, `domain/${id}`);
  const settings = without(request, 'Tags');
  const createdAt = now();
  const domain: Domain = {
    id,
    arn,
    createdAt,
    modifiedAt: createdAt,
    settings: { AppNetworkAccessType: 'PublicInternetOnly', TagPropagation: 'DISABLED', ...settings },
    urlCount: 0,
    profiles: new Map(),
    spaces: new Map(),
    apps: [],
  };
  state.domains.set(id, domain);
  tagNew(state, arn, request);
  return { DomainArn: arn, DomainId: id, Url: url(state, id) };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeDomain.html */
export function describeDomain(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  return { ...domain.settings, ...summary(state, domain) };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListDomains.html */
export function listDomains(state: SageMakerState): JsonObject {
  const domains = [...state.domains.values()].map((domain) => ({
    ...summary(state, domain),
    DomainName: domain.settings.DomainName,
  }));
  return { Domains: domains };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateDomain.html */
export function updateDomain(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  // users report that AWS refuses the provider's change of a private domain, which leaves these two out
  if (request.AppNetworkAccessType === 'VpcOnly' && (!request.VpcId || !request.SubnetIds)) {
    throw new SageMakerError(
      'ValidationException',
      'VpcId and Subnet IDs are required for updating domains to VpcOnly mode',
    );
  }
  const changes = request.DomainSettingsForUpdate;
  const settings = without(request, 'DomainId', 'DomainSettingsForUpdate');
  const kept = domain.settings.DomainSettings;
  if (isObject(changes)) settings.DomainSettings = { ...(isObject(kept) ? kept : {}), ...changes };
  domain.settings = { ...domain.settings, ...settings };
  domain.modifiedAt = now();
  return { DomainArn: domain.arn };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteDomain.html */
export function deleteDomain(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  if (domain.profiles.size > 0) {
    const message = `Unable to delete Domain [${domain.arn}] because UserProfile(s) are associated with it.`;
    throw new SageMakerError('ResourceInUse', message);
  }
  state.domains.delete(domain.id);
  state.tags.delete(domain.arn);
  return {};
}

function summary(state: SageMakerState, domain: Domain): JsonObject {
  return {
    DomainArn: domain.arn,
    DomainId: domain.id,
    Status: 'InService',
    CreationTime: domain.createdAt,
    LastModifiedTime: domain.modifiedAt,
    Url: url(state, domain.id),
  };
}

function url({ region }: SageMakerState, domainId: string): string {
  return `https://${domainId}.studio.${region}.${partitionAt(region).studioDnsSuffix}`;
}
