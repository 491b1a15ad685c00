import { objects, text } from '../../shared/json';
import type { Call, Forward, Gap } from '../call';
import { readJson } from '../json-body';
import { badRequest } from './errors';

/**
 * A stage or an API with a base path mapping of a custom domain name cannot be deleted; moto deletes it.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/28774
 */
export const mappedStages: Gap = async (call, forward) => {
  const path = /^\/restapis\/([^/?]+)(?:\/stages\/([^/?]+))?(?:\?|$)/.exec(call.url);
  if (call.service !== 'apigateway' || call.method !== 'DELETE' || !path) return forward(call);
  const [, apiId = '', encodedStage] = path;
  const stage = encodedStage === undefined ? undefined : decodeURIComponent(encodedStage);
  const names = await domainNamesFor(call, forward, apiId, stage);
  if (names.length === 0) return forward(call);
  const what = stage === undefined ? `RestApi ${apiId}` : `stage ${stage}`;
  return badRequest(
    `Deleting ${what} failed. Please remove all base path mappings related to the ${stage === undefined ? 'RestApi' : 'stage'} in your domains: ${names.join(', ')}.`,
  );
};

/** The custom domain names with a mapping to an API, or to one stage of it. */
async function domainNamesFor(
  call: Call,
  forward: Forward,
  apiId: string,
  stage?: string,
): Promise<string[]> {
  const list = async (url: string) =>
    objects(readJson(await forward({ ...call, method: 'GET', url, body: Buffer.alloc(0) })), 'item');
  const names = (await list('/domainnames')).map((domainName) => text(domainName, 'domainName') ?? '');
  const mapped = await Promise.all(
    names.map(async (name) => {
      const mappings = await list(`/domainnames/${encodeURIComponent(name)}/basepathmappings`);
      const leadsThere = mappings.some(
        (mapping) =>
          text(mapping, 'restApiId') === apiId && (stage === undefined || text(mapping, 'stage') === stage),
      );
      return leadsThere ? [name] : [];
    }),
  );
  return mapped.flat();
}
