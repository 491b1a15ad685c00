import type { HostProcess, HostReply, HostRequest } from '../hosts/host-process';
import type { Lab } from '../system/lab';
import { freshName } from '../system/people';

/** Opens a presigned URL as a browser does, follows the redirect into Studio, and returns what it shows. */
export async function openStudio(
  host: HostProcess,
  url: string,
  how: Omit<HostRequest, 'url'> = {},
): Promise<{ readonly words: string; readonly address: string | undefined; readonly cookie: string }> {
  const first = await host.request({ ...how, url });
  const cookie = String(first.headers?.['set-cookie'] ?? '').split(';')[0] ?? '';
  if (first.status !== 302 || cookie === '') return { words: words(first), address: first.address, cookie };
  const page = await visit(host, url, cookie, how);
  return { words: words(page), address: page.address, cookie };
}

/** Asks for a page of Studio with a session's cookie. */
export function visit(
  host: HostProcess,
  url: string,
  cookie: string,
  how: Omit<HostRequest, 'url'> = {},
): Promise<HostReply> {
  return host.request({
    ...how,
    url: new URL('/', url).href,
    headers: { ...how.headers, Cookie: cookie },
  });
}

/** `Studio of alice`, `sign-in page`, `403`, or the error of the connection. */
export function words({ status, headers, body = '', error }: HostReply): string {
  if (status === undefined) return error ?? 'no answer';
  const shown = /<h1>(.+)<\/h1>/.exec(body)?.[1];
  if (status === 200 && shown !== undefined) return shown;
  if (status === 302 && String(headers?.location).includes('console')) return "AWS's sign-in page";
  return String(status);
}

/** A session of a person's browser that began before the last deployment, with a URL of the presigned-URL function. */
export function earlierSession(lab: Lab, profile: string): { readonly url: string; readonly cookie: string } {
  const { domainId } = lab.outputs;
  const name = freshName('earlier');
  const until = lab.urls.clock.now() + 3_600_000;
  const roleArn = lab.functionRoleArn('presigned-url');
  const opened = { token: name, domainId, profile, roleArn, expiresAt: 0, sessionSeconds: 3600, used: true };
  lab.urls.begin(name, { url: opened, until });
  return {
    url: `https://${domainId}.studio.${lab.environment.region}.sagemaker.aws/`,
    cookie: `studio-session=${name}`,
  };
}
