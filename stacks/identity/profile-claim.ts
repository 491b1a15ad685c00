import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { profileClaimTimeoutSeconds } from '../../api/time-budget';
import type { Federation } from '../../config/identity';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addFunction } from '../../constructs/function';
import { writeSettings } from '../../handlers/profile-claim/environment';
import type { HandlerPackage } from '../../packaging/package';
import { packedFiles } from '../../packaging/packed-files';
import { personAttribute } from './user-pool';

/** The function that Cognito asks before it makes a token: it writes the profile of the user into it, or refuses. */
export function addProfileClaimFunction(
  stack: EnvironmentStack,
  { providerName, deriveProfileNames, localUsers }: Federation,
  code: HandlerPackage,
): LambdaFunction {
  const { lambda } = addFunction(stack, 'profile-claim', {
    description: "Writes a user's Studio profile into the access token",
    code,
    environment: writeSettings({
      profileAttribute: `custom:${personAttribute}`,
      identityProvider: providerName,
      profileNamesFile: packedFiles.profileNames,
      deriveProfileNames,
      localUsers,
    }),
    timeoutSeconds: profileClaimTimeoutSeconds,
    statements: [],
  });
  return lambda;
}

/** Lets the user pool, and nobody else, call the function. */
export function allowUserPool(stack: EnvironmentStack, lambda: LambdaFunction, userPoolArn: string): void {
  new LambdaPermission(stack, 'profile-claim-permission', {
    statementId: 'UserPool',
    action: 'lambda:InvokeFunction',
    functionName: lambda.functionName,
    principal: 'cognito-idp.amazonaws.com',
    sourceArn: userPoolArn,
    sourceAccount: stack.accountId,
  });
}
