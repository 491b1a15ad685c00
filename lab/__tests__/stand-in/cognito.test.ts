import { claimsOf } from '../../cognito/keys';
import { SharedStandIn } from '../../test-support/stand-in';

const { cognito } = new SharedStandIn();

describe('user pools', () => {
  it('cannot be deleted while their deletion protection is active', async () => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'studio',
      DeletionProtection: 'ACTIVE',
    });
    expect(pool).toMatchObject({ UserPoolTier: 'ESSENTIALS' });
    const { Id: UserPoolId } = pool as { Id: string };
    await expect(cognito('DeleteUserPool', { UserPoolId })).rejects.toThrow(
      'deletion protection is activated',
    );
    await cognito('UpdateUserPool', { UserPoolId, DeletionProtection: 'INACTIVE' });
    await expect(cognito('DeleteUserPool', { UserPoolId })).resolves.toBeDefined();
  });
});

describe("users of a pool that ignores case, and of one that doesn't", () => {
  it.each([
    [false, 'UsernameExistsException'],
    [true, undefined],
  ])('CaseSensitive %s', async (CaseSensitive, error) => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'people',
      UsernameConfiguration: { CaseSensitive },
    });
    const { Id: UserPoolId } = pool as { Id: string };
    const create = (Username: string) => cognito('AdminCreateUser', { UserPoolId, Username });
    await create('alice');
    if (error === undefined) await expect(create('ALICE')).resolves.toBeDefined();
    else await expect(create('ALICE')).rejects.toThrow(error);
    await cognito('AdminDeleteUser', { UserPoolId, Username: 'alice' });
    const Username = CaseSensitive ? 'Alice' : 'alice';
    expect(await create('Alice')).toMatchObject({ User: { Username } });
    expect(await cognito('AdminGetUser', { UserPoolId, Username: 'Alice' })).toMatchObject({ Username });
  });

  it.each([
    [false, 'alice'],
    [true, 'UserNotFoundException'],
  ])('a sign-in with the name in capitals, CaseSensitive %s', async (CaseSensitive, result) => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'people',
      UsernameConfiguration: { CaseSensitive },
    });
    const { Id: UserPoolId } = pool as { Id: string };
    const { UserPoolClient: client } = await cognito('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'studio',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    const { ClientId } = client as { ClientId: string };
    const password = 'Aa1!aaaaaaaaaaaa';
    await cognito('AdminCreateUser', { UserPoolId, Username: 'alice', TemporaryPassword: password });
    const signIn = cognito('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME: 'ALICE', PASSWORD: password },
    });
    if (CaseSensitive) {
      await expect(signIn).rejects.toThrow(result);
      return;
    }
    const { Session } = await signIn;
    const { AuthenticationResult: tokens } = await cognito('RespondToAuthChallenge', {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ClientId,
      Session,
      ChallengeResponses: { USERNAME: 'ALICE', NEW_PASSWORD: `${password}b` },
    });
    const { AccessToken } = tokens as { AccessToken: string };
    expect(claimsOf(AccessToken)).toMatchObject({ username: result });
  });
});
