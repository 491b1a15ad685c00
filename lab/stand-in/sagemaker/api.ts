import { randomUUID } from 'node:crypto';
import type { Gap } from '../call';
import { type JsonObject } from '../../shared/json';
import { jsonReply, readJson } from '../json-body';
import { createApp, deleteApp, describeApp, listApps } from './apps';
import { createDomain, deleteDomain, describeDomain, listDomains, updateDomain } from './domains';
import { SageMakerError } from './errors';
import { createPresignedDomainUrl } from './presigned-urls';
import { createSpace, deleteSpace, describeSpace, listSpaces } from './spaces';
import type { ProfileSettings, SageMakerState } from './state';
import { addTags, deleteTags, listTags } from './tags';
import {
  createUserProfile,
  deleteUserProfile,
  describeUserProfile,
  listUserProfiles,
  updateUserProfile,
} from './user-profiles';

type Operation = (state: SageMakerState, request: JsonObject) => JsonObject;

const operations = new Map<string, Operation>([
  ['CreateDomain', createDomain],
  ['DescribeDomain', describeDomain],
  ['ListDomains', listDomains],
  ['UpdateDomain', updateDomain],
  ['DeleteDomain', deleteDomain],
  ['CreateUserProfile', createUserProfile],
  ['DescribeUserProfile', describeUserProfile],
  ['ListUserProfiles', listUserProfiles],
  ['UpdateUserProfile', updateUserProfile],
  ['DeleteUserProfile', deleteUserProfile],
  ['CreatePresignedDomainUrl', createPresignedDomainUrl],
  ['AddTags', addTags],
  ['ListTags', listTags],
  ['DeleteTags', deleteTags],
  ['CreateSpace', createSpace],
  ['DescribeSpace', describeSpace],
  ['ListSpaces', listSpaces],
  ['DeleteSpace', deleteSpace],
  ['CreateApp', createApp],
  ['DescribeApp', describeApp],
  ['ListApps', listApps],
  ['DeleteApp', deleteApp],
]);

/** SageMaker's Studio operations, which moto has in part or not at all; each region has its own state. */
export function sageMakerApi(accountId: string, profileSettings: ProfileSettings): Gap {
  const regions = new Map<string, SageMakerState>();
  const stateOf = (region: string): SageMakerState => {
    const known = regions.get(region);
    if (known) return known;
    const state = {
      accountId,
      region,
      profileSettings,
      domains: new Map(),
      tags: new Map(),
    };
    regions.set(region, state);
    return state;
  };
  return async (call, forward) => {
    const operation = call.service === 'sagemaker' ? operations.get(call.operation) : undefined;
    if (!operation) return forward(call);
    const requestId = { 'x-amzn-requestid': randomUUID() };
    try {
      const reply = jsonReply(operation(stateOf(call.region), readJson(call)));
      return { ...reply, headers: { ...reply.headers, ...requestId } };
    } catch (error) {
      if (!(error instanceof SageMakerError)) throw error;
      const reply = jsonReply({ __type: error.type, Message: error.message }, 400);
      return { ...reply, headers: { ...reply.headers, ...requestId } };
    }
  };
}
