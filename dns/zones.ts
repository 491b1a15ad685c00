import { partitionOf } from '../config/regions';

/** A DNS zone that corporate servers forward to the inbound resolver endpoint. */
export interface ForwardZone {
  /** Fully qualified, in lower case, without the dot at the end. */
  readonly name: string;
  /** What the zone is for, in one line of plain words. */
  readonly purpose: string;
  /** A name in the zone that has a private address, to try the forwarding with. None: it is known after deployment. */
  readonly testName?: string;
  /** Whether it lies in the company's own domain, which the server that forwards may also serve itself. */
  readonly inCompanyDomain: boolean;
}

/** A zone whose first label AWS chooses at deployment. */
interface PendingZone {
  /** The rest of its name. */
  readonly parent: string;
  readonly purpose: string;
}

/** Zones of one deployment. Only the final ones may be configured; pending ones are announced. */
export interface ForwardZones {
  readonly final: readonly ForwardZone[];
  readonly pending: readonly PendingZone[];
}

/** What the zones of a deployment follow from. */
export interface ZoneSettings {
  readonly region: string;
  /** `api`: the API's own name; `region`: the names of every API of the region, known before deployment. */
  readonly apiZone: 'api' | 'region';
  /** The API's own name in the company's domain, which replaces its `execute-api` name. */
  readonly customDomainName?: string | undefined;
  /** Whether editors on desks connect to spaces. Default: no. */
  readonly hasRemoteAccess?: boolean;
  /** Id of the deployed API; unknown before the first deployment. */
  readonly apiId?: string | undefined;
}

/**
 * The zones of one deployment: the one list that every file, the stack and the checks are made from.
 *
 * Studio's is a whole zone, because its apps have random labels below it; browsers call the SageMaker API too.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 *
 * @throws if the region is unknown
 */
export function forwardZones(settings: ZoneSettings): ForwardZones {
  const { region } = settings;
  const { dnsSuffix, studioDnsSuffix } = partitionOf(region);
  const studioName = `studio.${region}.${studioDnsSuffix}`;
  const sagemakerApiName = `api.sagemaker.${region}.${dnsSuffix}`;
  const studioZones: ForwardZone[] = [
    awsZone(studioName, 'SageMaker Studio and its apps', `test.${studioName}`),
    awsZone(sagemakerApiName, 'the SageMaker API, which Studio calls from the browser'),
    ...(settings.hasRemoteAccess
      ? [
          awsZone(
            `ssmmessages.${region}.${dnsSuffix}`,
            `sessions of editors in spaces, and every other session of Systems Manager in ${region}`,
          ),
        ]
      : []),
  ];
  const api = apiZone(settings, `execute-api.${region}.${dnsSuffix}`);
  return 'parent' in api
    ? { final: studioZones, pending: [api] }
    : { final: [api, ...studioZones], pending: [] };
}

/** The API's zone. The region-wide zone holds the names of public APIs as well, which the resolver answers publicly. */
function apiZone(settings: ZoneSettings, allApis: string): ForwardZone | PendingZone {
  const { region, apiZone, customDomainName, apiId } = settings;
  const purpose = 'the API that hands out Studio URLs';
  if (customDomainName !== undefined) return { ...awsZone(customDomainName, purpose), inCompanyDomain: true };
  if (apiZone === 'region') {
    const everyApi = `the API that hands out Studio URLs, and every other API Gateway API of ${region}`;
    return {
      name: allApis,
      purpose: everyApi,
      ...(apiId !== undefined && { testName: `${apiId}.${allApis}` }),
      inCompanyDomain: false,
    };
  }
  if (apiId === undefined) return { parent: allApis, purpose };
  return awsZone(`${apiId}.${allApis}`, purpose);
}

function awsZone(name: string, purpose: string, testName = name): ForwardZone {
  return { name, purpose, testName, inCompanyDomain: false };
}
