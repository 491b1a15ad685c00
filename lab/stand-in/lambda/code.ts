import type { Gap } from '../call';
import { isObject, text } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/**
 * A function's package can be fetched from the location in its description; moto's location does not exist.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export function functionCode(): Gap {
  const packages = new Map<string, Buffer>();
  return async (call, forward) => {
    const asked = /^\/lab\/function-code\/([^/?]+)$/.exec(call.url)?.[1];
    if (asked !== undefined) {
      const body = packages.get(decodeURIComponent(asked));
      return { status: body ? 200 : 404, headers: {}, body: body ?? Buffer.alloc(0) };
    }
    if (call.service !== 'lambda' || !call.url.startsWith('/2015-03-31/functions')) return forward(call);
    const reply = await forward(call);
    if (reply.status >= 300) return reply;
    if (call.method !== 'GET') keep(packages, readJson(call), text(readJson(reply), 'FunctionName'));
    const { Code: code, Configuration: configuration } = readJson(reply);
    const name = isObject(configuration) ? text(configuration, 'FunctionName') : undefined;
    if (!isObject(code) || name === undefined || !packages.has(name)) return reply;
    const location = `http://${call.headers.host ?? ''}/lab/function-code/${encodeURIComponent(name)}`;
    return withJson(reply, { ...readJson(reply), Code: { ...code, Location: location } });
  };
}

/** Packages come with the creation of a function (`Code.ZipFile`) and with an update of its code (`ZipFile`). */
function keep(
  packages: Map<string, Buffer>,
  request: Readonly<Record<string, unknown>>,
  name: string | undefined,
): void {
  const zip = isObject(request.Code) ? text(request.Code, 'ZipFile') : text(request, 'ZipFile');
  if (name !== undefined && zip !== undefined) packages.set(name, Buffer.from(zip, 'base64'));
}
