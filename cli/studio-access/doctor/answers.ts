import { objectIn } from '../../../api/json';
import { problemTexts } from '../../../api/problem-texts';
import { problems, type ProblemCode } from '../../../api/problems';
import type { Examined, Finding, Who } from './check';

/** An answer to a request. */
export interface Answer {
  readonly status: number;
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What the API's own error says: its stable word, and the request id. @returns undefined for an answer of anything else */
export function problemIn({
  text,
}: Answer): { readonly code: ProblemCode; readonly requestId?: string } | undefined {
  const body = objectIn(text) ?? {};
  const { code, requestId } = body;
  if (typeof code !== 'string' || !Object.hasOwn(problems, code)) return undefined;
  return {
    code: code as ProblemCode,
    ...(typeof requestId === 'string' && { requestId: requestId.slice(0, 100) }),
  };
}

/** What the answer to a call without a token means: the API must ask for one. */
export function explainUnsigned(answer: Answer): Examined {
  const problem = problemIn(answer);
  if (problem?.code === 'not_signed_in') return { got: wordsOf(answer) };
  if (problem?.code === 'not_allowed') {
    // API Gateway refuses before it asks the authorizer
    return {
      got: wordsOf(answer),
      cause: 'policy',
      todo: 'A policy refuses everybody who comes this way: the policy of the endpoint, or the resource policy of the API, which admits its own endpoint only. A policy that was changed takes effect with the next deployment of the API. Deploy `network` and `private-api` again, and look at `vpcEndpointId` in the access log.',
      who: 'operator of the deployment',
    };
  }
  return problem ? explainProblem(answer, problem) : explainForeign(answer);
}

/** What the answer to a call with a token means: it must be a Studio URL. */
export function explainSigned(answer: Answer): Examined {
  const lifetime = objectIn(answer.text)?.expiresInSeconds;
  if (answer.status === 200 && studioUrlIn(answer) !== undefined)
    return { got: `a URL, good for ${String(lifetime)} seconds` };
  const problem = problemIn(answer);
  if (problem?.code === 'not_signed_in') {
    return {
      got: wordsOf(answer),
      cause: 'token_refused',
      todo: 'The authorizer does not accept the access token. Run: studio-access login. If that does not help, the log of the function `authorizer` says why, under the request id.',
      who: 'operator of the deployment',
    };
  }
  if (problem?.code === 'not_allowed') {
    return {
      got: wordsOf(answer),
      cause: 'authorizer_denies',
      todo: 'The API answers here and accepts the token, and the policy that the authorizer returns for it denies `/me`. That is a defect of the deployment: the logs say more under the request id.',
      who: 'operator of the deployment',
    };
  }
  return problem ? explainProblem(answer, problem) : explainForeign(answer);
}

/** The Studio URL in an answer: a secret. */
export function studioUrlIn({ text }: Answer): string | undefined {
  const { authorizedUrl } = objectIn(text) ?? {};
  return typeof authorizedUrl === 'string' && URL.canParse(authorizedUrl) ? authorizedUrl : undefined;
}

function explainProblem(answer: Answer, { code }: { readonly code: ProblemCode }): Finding {
  const { what, todo } = problemTexts[code];
  return {
    got: wordsOf(answer),
    cause: code,
    todo: `${what} ${todo}`,
    who: whoseProblem[code] ?? 'operator of the deployment',
  };
}

const whoseProblem: Partial<Record<ProblemCode, Who>> = {
  throttled: 'you',
  too_many_requests: 'you',
  profile_pending: 'you',
};

/** API Gateway's own words, by its default forms, which this API never uses. */
const foreignForms: readonly (readonly [pattern: RegExp, cause: string, todo: string, who: Who])[] = [
  [
    /"message"\s*:\s*"Forbidden"/,
    'unknown_api',
    'API Gateway answers, and knows no API of this name on this way: the name leads to its public front or to an endpoint that the API does not admit, or the API was replaced and the settings are old. Compare `api_url` in the outputs with the settings.',
    'operator of the deployment',
  ],
  [
    /Missing Authentication Token/,
    'other_api',
    'Another API answers, or another stage: the settings are out of date, or the name was given to another API.',
    'operator of the deployment',
  ],
  [
    /not authorized to (?:perform|access)/,
    'policy',
    'The policy of the endpoint, or the resource policy of the API, refuses, and the API’s own answers are not deployed: deploy `network` and `private-api` again.',
    'operator of the deployment',
  ],
];

function explainForeign(answer: Answer): Finding {
  const got = wordsOf(answer);
  for (const [pattern, cause, todo, who] of foreignForms)
    if (pattern.test(answer.text)) return { got, cause, todo, who };
  return {
    got,
    cause: 'not_the_api',
    todo: 'This is no answer of API Gateway: something in between answers in its place, such as a proxy, a firewall’s page, or a page that wants a sign-in to the network.',
    who: 'network administrator',
  };
}

/** Status, stable word and request id; of an answer of something else, the program that names itself. */
export function wordsOf(answer: Answer): string {
  const problem = problemIn(answer);
  if (problem) {
    const id = problem.requestId === undefined ? '' : `, request id ${problem.requestId}`;
    return `${answer.status} ${problem.code}${id}`;
  }
  const { server, via } = answer.headers;
  const by = [server, via].filter((name) => name !== undefined).map((name) => name.slice(0, 60));
  return [`status ${answer.status}`, ...by].join(', by ');
}
