import { meRoute } from '../../../api/routes';
import type { Trouble } from '../../sagemaker/api';
import type { JsonObject } from '../../shared/json';
import type { Lab } from '../../system/lab';
import { settingsWith, part } from './desk';
import type { BrokenSetUp } from './set-up';

const nobody: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }],
};

/** While a part of what the lab has read of the deployment is another one. */
async function whileChanged<Part extends object, T>(
  target: Part,
  change: Partial<Part>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...target };
  Object.assign(target, change);
  try {
    return await work();
  } finally {
    Object.assign(target, before);
  }
}

async function whileInTrouble<T>({ sageMaker }: Lab, trouble: Trouble, work: () => Promise<T>): Promise<T> {
  sageMaker.trouble = trouble;
  try {
    return await work();
  } finally {
    sageMaker.trouble = 'none';
  }
}

function stageOf({ gateway: { stages } }: Lab) {
  const [stage] = stages;
  if (!stage) throw new Error('no stage is deployed');
  return stage;
}

/** The deployment itself, or settings that do not fit it. */
export const brokenDeployments: readonly BrokenSetUp[] = [
  {
    id: 'endpoint-policy',
    what: 'the policy of the endpoint lets nobody through',
    cause: 'api: policy',
    run: (lab, doctor) => whileChanged(lab.endpoint('execute-api'), { policy: nobody }, doctor),
  },
  {
    id: 'resource-policy',
    what: "the API's resource policy denies everybody",
    cause: 'api: policy',
    run: (lab, doctor) => whileChanged(stageOf(lab), { resourcePolicy: nobody }, doctor),
  },
  {
    id: 'studio-policy',
    what: "the policy of Studio's endpoint lets nobody through",
    cause: 'page: insufficient_permissions',
    run: (lab, doctor) => whileChanged(lab.endpoint('.studio'), { policy: nobody }, doctor),
  },
  {
    id: 'throttle',
    what: 'the API is flooded',
    cause: 'api: throttled',
    run: (lab, doctor) =>
      lab.gateway.clock.whileItStands(async () => {
        const request = { url: `${lab.outputs.apiUrl}${meRoute.path}`, keepAlive: true };
        const { burst } = stageOf(lab).throttle;
        await Promise.all(Array.from({ length: burst }, () => lab.hosts.colleague.request(request)));
        return doctor();
      }),
  },
  {
    id: 'no-keys',
    what: "the authorizer does not reach the user pool's keys",
    cause: 'url: authorizer_failed',
    async run(lab, doctor) {
      lab.userPools.keySets = 'down';
      lab.functions.end(lab.functionName('authorizer'));
      lab.gateway.forgetAuthorizations();
      try {
        return await doctor();
      } finally {
        lab.userPools.keySets = 'up';
        lab.functions.end(lab.functionName('authorizer'));
      }
    },
  },
  {
    id: 'sagemaker-denies-doctor',
    what: 'SageMaker denies the function',
    cause: 'url: sagemaker_failed',
    run: (lab, doctor) => whileInTrouble(lab, 'denying', doctor),
  },
  {
    id: 'old-address',
    what: 'the settings have the address of another stage',
    cause: 'api: unknown_api',
    run: (lab, doctor, desk) => {
      const file = settingsWith(desk, (settings) => ({ ...settings, apiUrl: `${lab.outputs.apiUrl}-old` }));
      return doctor({ args: ['--settings', file] });
    },
  },
  {
    id: 'old-client',
    what: 'the settings have an app client that is gone',
    cause: 'sign-in: settings_wrong',
    run: (_, doctor, desk) => {
      const file = settingsWith(desk, (settings) => ({
        ...settings,
        signIn: { ...part(settings, 'signIn'), clientId: 'gone' },
      }));
      return doctor({ args: ['--settings', file] });
    },
  },
];
