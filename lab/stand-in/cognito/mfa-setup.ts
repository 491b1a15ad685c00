import { cognitoTarget } from '../../../api/cognito';
import { claimsOf } from '../../cognito/keys';
import { isObject, text } from '../../shared/json';
import type { Call, Gap } from '../call';
import { jsonReply, readJson, withJson } from '../json-body';

/**
 * A pool that requires a second factor gives nobody tokens who has none: it asks them to set one up. moto asks so only
 * after a new password.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export const mfaSetup: Gap = async (call, forward) => {
  const reply = await forward(call);
  if (call.operation !== 'InitiateAuth') return reply;
  const request = readJson(call);
  const { AuthenticationResult: result } = readJson(reply);
  if (request.AuthFlow !== 'USER_PASSWORD_AUTH' || !isObject(result)) return reply;
  const poolId =
    String(claimsOf(text(result, 'AccessToken') ?? '').iss)
      .split('/')
      .at(-1) ?? '';
  const described = withJson(asking(call, 'DescribeUserPool', poolId), { UserPoolId: poolId });
  const { UserPool: pool } = readJson(await forward(described));
  if (!isObject(pool) || pool.MfaConfiguration !== 'ON') return reply;
  const parameters = isObject(request.AuthParameters) ? request.AuthParameters : {};
  // only the other way to sign in gives a session of moto for a user whose password is right
  const { Session } = readJson(
    await forward(
      withJson(call, {
        ...request,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: parameters.USERNAME, SRP_A: 'a' },
      }),
    ),
  );
  return jsonReply({
    ChallengeName: 'MFA_SETUP',
    ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    Session,
  });
};

/** A call of another operation, signed for the pool's region; who signs in has no AWS credentials. */
function asking(call: Call, operation: string, poolId: string): Call {
  const region = poolId.split('_')[0] ?? '';
  return {
    ...call,
    operation,
    headers: {
      ...call.headers,
      'x-amz-target': cognitoTarget + operation,
      authorization: `AWS4-HMAC-SHA256 Credential=lab/20200101/${region}/cognito-idp/aws4_request`,
    },
  };
}
