import type { Gap } from '../call';
import { isObject, text, type JsonObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/** The settings of a function that moto forgets. */
interface Kept {
  loggingConfig?: JsonObject;
  kmsKeyArn?: string | undefined;
}

/**
 * Functions keep their logging configuration and their key; settings that are left out get Lambda's defaults.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
 */
export function functions(): Gap {
  const keptSettings = new Map<string, Kept>();
  return async (call, forward) => {
    const reply = await forward(call);
    if (call.service !== 'lambda' || !call.url.startsWith('/2015-03-31/functions')) return reply;
    const body = readJson(reply);
    const { Configuration: nested } = body;
    const configuration = isObject(nested) ? nested : body;
    const name = text(configuration, 'FunctionName');
    if (name === undefined || reply.status >= 300) return reply;
    const kept = keptSettings.get(name) ?? {};
    const creates = call.method === 'POST' && /\/functions\/?$/.test(call.url);
    if (creates || (call.method === 'PUT' && call.url.endsWith('/configuration'))) {
      const request = readJson(call);
      if (isObject(request.LoggingConfig)) kept.loggingConfig = request.LoggingConfig;
      if (creates || request.KMSKeyArn !== undefined) kept.kmsKeyArn = text(request, 'KMSKeyArn');
      keptSettings.set(name, kept);
    }
    const answered = {
      ...configuration,
      LoggingConfig: loggingConfig(name, kept.loggingConfig),
      ...(kept.kmsKeyArn && { KMSKeyArn: kept.kmsKeyArn }),
    };
    return withJson(reply, configuration === body ? answered : { ...body, Configuration: answered });
  };
}

function loggingConfig(name: string, { ...sent }: JsonObject = {}): JsonObject {
  const levels = sent.LogFormat === 'JSON' ? { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' } : {};
  return { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}`, ...levels, ...sent };
}
