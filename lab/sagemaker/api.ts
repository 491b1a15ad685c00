import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readBody } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { signerOf } from '../iam/credentials';
import { json, type Target } from '../shared/aws-client';
import { isObject, text, type JsonObject } from '../shared/json';
import { sendJson } from '../shared/http';
import type { Origin } from '../network/origin';
import { mayUseStudio } from './permission';
import { lackingPermission } from './operations';
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

/** The operations that the product's functions use. */
const operations = [
  'CreatePresignedDomainUrl',
  'CreateUserProfile',
  'DescribeApp',
  'DescribeSpace',
  'DescribeUserProfile',
  'ListSpaces',
] as const;

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

  /** Answers the operations that the product's functions use. */
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
    const operation = operations.find((name) => incoming.headers['x-amz-target'] === `SageMaker.${name}`);
    if (operation === undefined || !isObject(parsed)) {
      sendJson(outgoing, 400, { __type: 'UnknownOperationException' });
      return;
    }
    const { region } = this.target;
    const roleArn = await signerOf(incoming, body, { service: 'sagemaker', region });
    if (roleArn === undefined) {
      sendJson(outgoing, 400, { __type: 'InvalidSignatureException', message: 'the signature is not valid' });
      return;
    }
    if (operation === 'CreatePresignedDomainUrl') await this.#create(outgoing, parsed, roleArn, origin);
    else await this.#forward(outgoing, { operation, request: parsed, roleArn, origin });
  }

  async #forward(outgoing: ServerResponse, asked: Parameters<typeof lackingPermission>[1]): Promise<void> {
    const lacking = await lackingPermission(this.target, asked);
    if (lacking !== undefined) {
      deny(outgoing, asked.roleArn, lacking);
      return;
    }
    const { operation, request } = asked;
    await this.#answer(outgoing, () => json(this.target, 'sagemaker', `SageMaker.${operation}`, request));
  }

  /** Sends what the stand-in answers, also an error. */
  async #answer(outgoing: ServerResponse, ask: () => Promise<JsonObject>): Promise<void> {
    try {
      sendJson(outgoing, 200, await ask());
    } catch (error) {
      const found = /\d{3} (\{.*\})$/s.exec(error instanceof Error ? error.message : '')?.[1];
      if (found === undefined) throw error;
      sendJson(outgoing, 400, JSON.parse(found) as object);
    }
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
      deny(outgoing, roleArn, 'sagemaker:CreatePresignedDomainUrl');
      return;
    }
    await this.#answer(outgoing, async () => {
      const created = await json(this.target, 'sagemaker', 'SageMaker.CreatePresignedDomainUrl', request);
      const url = text(created, 'AuthorizedUrl') ?? '';
      const misled = misleading[this.trouble];
      if (misled) return { AuthorizedUrl: misled(url) };
      const lifetime = Number(request.ExpiresInSeconds ?? 300);
      this.urls.add({
        domainId,
        profile,
        roleArn,
        used: false,
        token: new URL(url).searchParams.get('token') ?? '',
        expiresAt: this.urls.clock.now() + lifetime * 1000,
        sessionSeconds: Number(request.SessionExpirationDurationInSeconds ?? 43_200),
        spaceName: text(request, 'SpaceName'),
        landingUri: text(request, 'LandingUri'),
      });
      return created;
    });
  }
}

function deny(outgoing: ServerResponse, roleArn: string, action: string): void {
  const message = `User: ${roleArn} is not authorized to perform: ${action}`;
  sendJson(outgoing, 400, { __type: 'AccessDeniedException', Message: message });
}
