import { cognito } from '../cognito/control-plane';
import { startStandIn, type StandIn } from '../stand-in';
import { query } from '../shared/aws-client';
import { find, type XmlElement } from '../shared/xml-tree';

export const accountId = '111122223333';

/** Settings of the user that must have no effect. */
const ofTheUser = {
  AWS_PROFILE: 'nonsense',
  HTTP_PROXY: 'http://127.0.0.1:1',
  HTTPS_PROXY: 'http://127.0.0.1:1',
};

/** A stand-in for a new account. */
export const startForTest = (): Promise<StandIn> =>
  startStandIn({
    hostEnvironment: { ...process.env, ...ofTheUser },
    accountId,
    pendingMilliseconds: 0,
  });

/** A stand-in that the tests of a file share, and requests to it. */
export class SharedStandIn {
  #running: StandIn | undefined;

  /** Starts it before the tests of the file, and stops it after them. */
  constructor() {
    beforeAll(async () => {
      this.#running = await startForTest();
    });
    afterAll(async () => {
      await this.#running?.stop();
    });
  }

  /** @throws before the first test */
  get running(): StandIn {
    if (!this.#running) throw new Error('the stand-in is not running yet');
    return this.#running;
  }

  readonly ec2 = (Action: string, parameters: Record<string, string> = {}): Promise<XmlElement> =>
    query(this.running, 'ec2', { Action, Version: '2016-11-15', ...parameters });

  readonly cognito = (operation: string, request: Record<string, unknown>) =>
    cognito(this.running, operation, request);

  /** Sends a request to a service with a REST protocol and reads the JSON answer. */
  readonly rest = async (service: string, method: string, path: string, body?: object) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=lab/20200101/us-east-1/${service}/aws4_request`;
    const headers = { authorization, 'content-type': 'application/json' };
    const reply = await fetch(this.running.endpoint + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };

  readonly createNetwork = async (): Promise<{ vpcId: string; subnetId: string }> => {
    const vpcId = idIn(await this.ec2('CreateVpc', { CidrBlock: '10.20.0.0/16' }), 'vpcId');
    // every service has this zone; without a zone, EC2 would choose any
    const AvailabilityZone = 'us-east-1a';
    const subnet = await this.ec2('CreateSubnet', {
      VpcId: vpcId,
      AvailabilityZone,
      CidrBlock: '10.20.1.0/24',
    });
    return { vpcId, subnetId: idIn(subnet, 'subnetId') };
  };
}

export const idIn = (reply: XmlElement, name: string): string => find(reply, name)?.text ?? '';
