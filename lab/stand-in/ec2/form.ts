import type { Call, Reply } from '../call';

/** The parameters of a call of the EC2 query protocol. */
export function form(call: Call): URLSearchParams {
  return new URLSearchParams(call.body.toString());
}

/** The same call with other parameters; `Action` and `Version` stay unless they are given. */
export function withForm(call: Call, parameters: URLSearchParams): Call {
  return { ...call, body: Buffer.from(parameters.toString()), operation: parameters.get('Action') ?? '' };
}

/** Another call of the same caller to EC2 in the same region, whichever service the first one was for. */
export function ec2Call(call: Call, action: string, parameters: Readonly<Record<string, string>>): Call {
  const { authorization = '', host } = call.headers;
  const headers = {
    host,
    authorization: authorization.replace(`/${call.service}/`, '/ec2/'),
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  };
  const body = new URLSearchParams({ Action: action, Version: '2016-11-15', ...parameters });
  return withForm({ ...call, method: 'POST', url: '/', headers, service: 'ec2' }, body);
}

/** The values of a list parameter, such as `SubnetId.1`, `SubnetId.2`. */
export function listParameter(parameters: URLSearchParams, name: string): string[] {
  const pattern = new RegExp(`^${name}\\.\\d+$`);
  return [...parameters].filter(([key]) => pattern.test(key)).map(([, value]) => value);
}

/** Numbered parameters for a list of values. */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}

/** The values under each index of a structured list, such as `Tag.1.Key`, `Tag.1.Value`. */
export function structures(parameters: URLSearchParams, name: string): Map<string, string>[] {
  const found = new Map<string, Map<string, string>>();
  for (const [key, value] of parameters) {
    const match = new RegExp(`^${name}\\.(\\d+)\\.(.+)$`).exec(key);
    const [, index, field] = match ?? [];
    if (index === undefined || field === undefined) continue;
    const structure = found.get(index) ?? new Map<string, string>();
    found.set(index, structure.set(field, value));
  }
  return [...found.values()];
}

/** The same reply with another text. */
export function withText(reply: Reply, text: string): Reply {
  return { ...reply, body: Buffer.from(text) };
}

/** An error in EC2's shape. */
export function ec2Error(code: string, message: string): Reply {
  const body = `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}
