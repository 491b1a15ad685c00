import { portalFiles, type PortalAssets, type PortalSettings } from '../../api/portal';
import { problemBody, problems } from '../../api/problems';
import { portalFileRoute, portalRoute } from '../../api/routes';
import { record, text } from '../../api/json';
import type { ProxyResponse } from '../shared/proxy-response';
import { headersFor } from './headers';

/**
 * Makes the function that serves the page (Lambda proxy integration). It answers everybody the same, reads nothing of a
 * request but the name of the file, and logs nothing: the address of the page holds the sign-in's code.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function createHandler(assets: PortalAssets, settings: PortalSettings) {
  const headers = headersFor(settings);
  const answer = (contentType: string, body: string): ProxyResponse => ({
    statusCode: 200,
    headers: { 'Content-Type': contentType, ...headers },
    body,
  });
  const page = answer('text/html; charset=utf-8', assets.page);
  const files: ReadonlyMap<string, ProxyResponse> = new Map([
    [portalFiles.script, answer('text/javascript; charset=utf-8', assets.script)],
    [portalFiles.style, answer('text/css; charset=utf-8', assets.style)],
    [portalFiles.icon, answer('image/svg+xml', assets.icon)],
    [portalFiles.settings, answer('application/json', JSON.stringify(settings))],
  ]);

  return async (event: unknown): Promise<ProxyResponse> => {
    const { requestContext, pathParameters } = record(event);
    const { resourcePath, requestId } = record(requestContext);
    if (resourcePath === portalRoute.path) return Promise.resolve(page);
    const name = text(record(pathParameters)[portalFileRoute.pathParameter]) ?? '';
    return Promise.resolve(files.get(name) ?? notFound(headers, text(requestId) ?? 'unknown'));
  };
}

/** In the form of all other errors of the API. */
function notFound(headers: ProxyResponse['headers'], requestId: string): ProxyResponse {
  const code = 'path_not_found';
  return {
    statusCode: problems[code].status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
    body: problemBody(code, requestId),
  };
}
