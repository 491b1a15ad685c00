/**
 * Where in Studio people may land: the words of the API, the environment file and the clients, and what each is for
 * SageMaker. Nobody passes a landing URI of their own.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 */

interface LandingApp {
  /**
   * `LandingUri` of the page that Studio has for it. Its path has no slash in front: Studio would redirect to a host of
   * that name. AWS documents the form but no paths; these are the addresses that AWS's own extension for editors opens:
   * https://github.com/aws/aws-toolkit-vscode
   */
  readonly page: `studio::${string}`;
  /** What SageMaker calls the app in a space (`SpaceSettings.AppType`). Default: no space has it. */
  readonly appType?: string;
}

/** The apps in which people may land, by the word that stands for each. */
export const landingApps = {
  studio: { page: 'studio::' },
  jupyterlab: { page: 'studio::jupyterlab', appType: 'JupyterLab' },
  'code-editor': { page: 'studio::code-editor', appType: 'CodeEditor' },
} as const satisfies Readonly<Record<string, LandingApp>>;

/** A word for an app, as the query parameter `app` has it. */
export type AppWord = keyof typeof landingApps;

/** All words for apps. */
export const appWords = Object.keys(landingApps) as AppWord[];

/** Whether a value of any type is a word for an app; words are compared exactly. */
export function isAppWord(value: unknown): value is AppWord {
  return typeof value === 'string' && Object.hasOwn(landingApps, value);
}

/** The word for SageMaker's type of an app; undefined if nobody can land in such an app. */
export function wordOf(appType: string | undefined): AppWord | undefined {
  return appWords.find((word) => {
    const app: LandingApp = landingApps[word];
    return app.appType !== undefined && app.appType === appType;
  });
}

/** One of the caller's own private spaces. */
export interface OwnSpace {
  readonly name: string;
  readonly app: AppWord;
  /** SageMaker's word. */
  readonly status: string;
}

/** The API's answer about spaces: the caller's own private ones. */
export interface OwnSpaces {
  readonly spaces: readonly OwnSpace[];
  /** False: not all spaces of the domain were looked through, so some may be missing. */
  readonly complete: boolean;
}
