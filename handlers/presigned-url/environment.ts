import {
  idleTimeoutMinutes as idleLimits,
  isWithin,
  profileNamePattern,
  regionForm,
  sessionDurationSeconds,
  studioDomainIdPattern,
  urlLifetimeSeconds,
} from '../../api/limits';
import { type AppWord, appWords, isAppWord } from '../../api/landing';
import { type Environment, readEnvironment, wholeNumber, writeEnvironment } from '../shared/environment';
import { isObject, objectIn } from '../../api/json';

/** What a profile gets that is made when its owner first asks for a URL. */
export interface FirstUse {
  /** Role of the apps, the same for everybody. */
  readonly executionRoleArn: string;
  /** Security groups of the apps. */
  readonly securityGroupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Minutes without work after which JupyterLab and Code Editor stop. */
  readonly idleTimeoutMinutes: number;
}

/** The function's settings, from its variables. */
export interface PresignedUrlSettings {
  readonly domainId: string;
  readonly urlLifetimeSeconds: number;
  readonly sessionDurationSeconds: number;
  /** Landing page of URLs for which the caller chooses none. Undefined: what the domain has set. */
  readonly landingUri: string | undefined;
  /** Apps that callers may choose, and whose spaces they may open. */
  readonly landingApps: readonly AppWord[];
  /** Profiles that get no URL, whoever signs in. */
  readonly suspendedProfiles: readonly string[];
  /** Undefined: profiles are made elsewhere. */
  readonly firstUse: FirstUse | undefined;
  readonly region: string;
}

const regionPattern = new RegExp(`^${regionForm}$`);

/** What the variable of the apps holds if nobody may choose one. */
const noApps = 'none';

/** The rules for what the stack writes. */
const rules = {
  STUDIO_DOMAIN_ID: {
    expected:
      'the id of a Studio domain, d- and lower-case letters, digits and inner hyphens, at most 63 characters',
    accepts: (value: string) => studioDomainIdPattern.test(value),
  },
  URL_LIFETIME_SECONDS: wholeNumber(urlLifetimeSeconds),
  SESSION_DURATION_SECONDS: wholeNumber(sessionDurationSeconds),
  LANDING_URI: {
    expected: 'studio::<path> or app:<JupyterLab|CodeEditor|JupyterServer|Canvas|RStudioServerPro>:<path>',
    accepts: (value: string) =>
      /^(studio:|app:(JupyterLab|CodeEditor|JupyterServer|Canvas|RStudioServerPro)):[\x21-\x7e]*$/.test(
        value,
      ) && value.length <= 1023,
    default: '',
  },
  LANDING_APPS: {
    expected: `words of ${appWords.join(', ')}, divided by commas, or ${noApps}`,
    accepts: (value: string) => value === noApps || value.split(',').every(isAppWord),
    default: appWords.join(','),
  },
  SUSPENDED_PROFILES: {
    expected: 'names of user profiles, divided by commas',
    accepts: (value: string) =>
      value === '' || value.split(',').every((name) => profileNamePattern.test(name)),
    default: '',
  },
  PROFILES_ON_FIRST_USE: {
    expected: `JSON with executionRoleArn, securityGroupIds (at least one), tags (an object of texts) and idleTimeoutMinutes (from ${idleLimits.minimum} to ${idleLimits.maximum})`,
    accepts: (value: string) => readFirstUse(value) !== undefined,
    default: '',
  },
} as const;

/** The presigned-URL function's variables, as {@link readSettings} reads them; the region is Lambda's own variable. */
export function writeSettings(settings: Omit<PresignedUrlSettings, 'region'>): Record<string, string> {
  return writeEnvironment<typeof rules>({
    STUDIO_DOMAIN_ID: settings.domainId,
    URL_LIFETIME_SECONDS: String(settings.urlLifetimeSeconds),
    SESSION_DURATION_SECONDS: String(settings.sessionDurationSeconds),
    LANDING_URI: settings.landingUri,
    LANDING_APPS: settings.landingApps.join(',') || noApps,
    SUSPENDED_PROFILES: settings.suspendedProfiles.join(','),
    PROFILES_ON_FIRST_USE: settings.firstUse && JSON.stringify(settings.firstUse),
  });
}

/**
 * Reads the presigned-URL function's variables. The bounds are the service's own.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 * @throws Error naming every variable that is missing or wrong
 */
export function readSettings(environment: Environment): PresignedUrlSettings {
  const values = readEnvironment(environment, {
    ...rules,
    AWS_REGION: {
      expected: 'a region, as eu-central-1',
      accepts: (value) => regionPattern.test(value),
    },
  });
  return {
    domainId: values.STUDIO_DOMAIN_ID,
    urlLifetimeSeconds: Number(values.URL_LIFETIME_SECONDS),
    sessionDurationSeconds: Number(values.SESSION_DURATION_SECONDS),
    landingUri: values.LANDING_URI === '' ? undefined : values.LANDING_URI,
    landingApps: values.LANDING_APPS.split(',').filter(isAppWord),
    suspendedProfiles: values.SUSPENDED_PROFILES.split(',').filter(Boolean),
    firstUse: readFirstUse(values.PROFILES_ON_FIRST_USE),
    region: values.AWS_REGION,
  };
}

/** Undefined if the text is empty or something else. */
function readFirstUse(json: string): FirstUse | undefined {
  const { executionRoleArn, securityGroupIds, tags, idleTimeoutMinutes } = objectIn(json) ?? {};
  const isRole =
    typeof executionRoleArn === 'string' &&
    /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(executionRoleArn);
  const isGroup = (id: unknown): id is string => typeof id === 'string' && /^sg-[0-9a-f]+$/.test(id);
  const areGroups =
    Array.isArray(securityGroupIds) && securityGroupIds.length > 0 && securityGroupIds.every(isGroup);
  const isIdle = Number.isInteger(idleTimeoutMinutes) && isWithin(idleLimits, Number(idleTimeoutMinutes));
  if (!isRole || !areGroups || !isIdle || !isObject(tags)) return undefined;
  const texts = Object.entries(tags).filter((tag): tag is [string, string] => typeof tag[1] === 'string');
  if (texts.length < Object.keys(tags).length) return undefined;
  return {
    executionRoleArn,
    securityGroupIds: securityGroupIds.filter(isGroup),
    tags: Object.fromEntries(texts),
    idleTimeoutMinutes: Number(idleTimeoutMinutes),
  };
}

/**
 * Reads the credentials that Lambda gives its functions.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 * @throws Error naming every variable that is missing
 */
export function readCredentials(environment: Environment) {
  const set = {
    expected: 'credentials, which Lambda sets from the role of the function',
    accepts: () => true,
  };
  const values = readEnvironment(environment, {
    AWS_ACCESS_KEY_ID: set,
    AWS_SECRET_ACCESS_KEY: set,
    AWS_SESSION_TOKEN: { ...set, default: '' },
  });
  return {
    accessKeyId: values.AWS_ACCESS_KEY_ID,
    secretAccessKey: values.AWS_SECRET_ACCESS_KEY,
    ...(values.AWS_SESSION_TOKEN !== '' && { sessionToken: values.AWS_SESSION_TOKEN }),
  };
}
