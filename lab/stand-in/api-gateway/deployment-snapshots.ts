import type { Gap } from '../call';
import { text, type JsonObject } from '../../shared/json';
import { jsonReply, readJson } from '../json-body';

/**
 * Keeps a snapshot of an API at each CreateDeployment: a stage serves the snapshot, whatever changes in the API later.
 * AWS shows it only as an export; here it is `GET …/deployments/<id>/snapshot`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
export function deploymentSnapshots(): Gap {
  const snapshots = new Map<string, JsonObject>();
  return async (call, forward) => {
    const path = /^(\/restapis\/[^/?]+)\/deployments(?:\/([^/?]+)(\/snapshot)?)?(?:\?|$)/.exec(call.url);
    if (call.service !== 'apigateway' || !path) return forward(call);
    const [, api = '', id, wanted] = path;
    if (wanted !== undefined) {
      const snapshot = snapshots.get(`${api}/${id ?? ''}`);
      return snapshot ? jsonReply(snapshot) : jsonReply({ message: 'no such deployment' }, 404);
    }
    const reply = await forward(call);
    if (call.method !== 'POST' || id !== undefined || reply.status >= 300) return reply;
    const read = async (url: string) =>
      readJson(await forward({ ...call, method: 'GET', url, body: Buffer.alloc(0) }));
    const [restApi, resources, authorizers, gatewayResponses] = await Promise.all([
      read(api),
      read(`${api}/resources?embed=methods&limit=500`),
      read(`${api}/authorizers?limit=500`),
      read(`${api}/gatewayresponses?limit=500`),
    ]);
    const snapshot = { restApi, resources, authorizers, gatewayResponses };
    snapshots.set(`${api}/${text(readJson(reply), 'id') ?? ''}`, snapshot);
    return reply;
  };
}
