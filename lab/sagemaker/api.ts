import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readBody } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { signerOf } from '../iam/credentials';
import { json, type Target } from '../shared/aws-client';
import { isObject, text, type JsonObject } from '../shared/json';
import { sendJson } from '../shared/http';
import type { Origin } from '../network/origin';
import { mayUseStudio } from './permission';
import type { PresignedUrls } from './urls';

/** A fault of SageMaker that the lab simulates. */
export type Trouble =
  | 'none'
  | 'slow'
  | 'throttling'
  | 'throttling-once'
  | 'down'
  | 'down-once'
  | 'denying'
  | 'misleading'
  | 'misleading-prefix';

/** Changes a URL so that it only looks like Studio's. */
const misleading: Partial<Record<Trouble, (url: string) => string>> = {
  misleading: (url) => url.replace('.sagemaker.aws/', '.sagemaker.aws.example.com/'),
  'misleading-prefix': (url) => url.replace(/\/\/[^.]+\.studio\./, '//evilstudio.'),
};

/** SageMaker's API for the functions. A class: it holds the simulated fault. */
export class SageMakerApi {
  trouble: Trouble = 'none';

  constructor(
    private readonly target: Target,
    private readonly urls: PresignedUrls,
  ) {}

  /** Answers `CreatePresignedDomainUrl`, the one operation that the product's functions use. */
  async serve(incoming: IncomingMessage, outgoing: ServerResponse, origin: Origin): Promise<void> {
    const body = await readBody(incoming);
    if (this.trouble === 'down' || this.trouble === 'down-once') {
      if (this.trouble === 'down-once') this.trouble = 'none';
      incoming.socket.destroy();
      return;
    }
    if (this.trouble === 'throttling' || this.trouble === 'throttling-once') {
      if (this.trouble === 'throttling-once') this.trouble = 'none';
      sendJson(outgoing, 400, { __type: 'ThrottlingException', message: 'Rate exceeded' });
      return;
    }
    // no caller waits that long
    if (this.trouble === 'slow') await wait(20_000, undefined, { ref: false });
    const parsed: unknown = JSON.parse(body);
    const operation = incoming.headers['x-amz-target'];
    if (operation !== 'SageMaker.CreatePresignedDomainUrl' || !isObject(parsed)) {
      sendJson(outgoing, 400, { __type: 'UnknownOperationException' });
      return;
    }
    const { region } = this.target;
    const roleArn = await signerOf(incoming, body, { service: 'sagemaker', region });
    if (roleArn === undefined) {
      sendJson(outgoing, 400, { __type: 'InvalidSignatureException', message: 'the signature is not valid' });
      return;
    }
    await this.#create(outgoing, parsed, roleArn, origin);
  }

  async #create(
    outgoing: ServerResponse,
    request: JsonObject,
    roleArn: string,
    origin: Origin,
  ): Promise<void> {
    const domainId = text(request, 'DomainId') ?? '';
    const profile = text(request, 'UserProfileName') ?? '';
    const isAllowed = await mayUseStudio(this.target, { roleArn, domainId, profile, origin });
    if (!isAllowed || this.trouble === 'denying') {
      const message = `User: ${roleArn} is not authorized to perform: sagemaker:CreatePresignedDomainUrl`;
      sendJson(outgoing, 400, { __type: 'AccessDeniedException', Message: message });
      return;
    }
    try {
      const created = await json(this.target, 'sagemaker', 'SageMaker.CreatePresignedDomainUrl', request);
      const url = text(created, 'AuthorizedUrl') ?? '';
      const misled = misleading[this.trouble];
      if (misled) {
        sendJson(outgoing, 200, { AuthorizedUrl: misled(url) });
        return;
      }
      const lifetime = Number(request.ExpiresInSeconds ?? 300);
      this.urls.add({
        domainId,
        profile,
        roleArn,
        used: false,
        token: new URL(url).searchParams.get('token') ?? '',
        expiresAt: this.urls.clock.now() + lifetime * 1000,
        sessionSeconds: Number(request.SessionExpirationDurationInSeconds ?? 43_200),
      });
      sendJson(outgoing, 200, created);
    } catch (error) {
      const found = /\d{3} (\{.*\})$/s.exec(error instanceof Error ? error.message : '')?.[1];
      if (found === undefined) throw error;
      sendJson(outgoing, 400, JSON.parse(found) as object);
    }
  }
}
