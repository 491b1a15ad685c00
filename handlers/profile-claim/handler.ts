import { profileClaim } from '../../api/sign-in';
import { causeOf } from '../shared/cause';
import { record, text } from '../../api/json';
import type { Log } from '../shared/log';
import { type Claim, type ClaimRules, claimFor } from './claim';
import { messageOf } from './message';

/** What the function needs from outside. */
export interface ProfileClaimPorts {
  readonly rules: ClaimRules;
  readonly log: Log;
}

type TriggerEvent = Readonly<Record<string, unknown>>;

/**
 * Makes Cognito's trigger before it makes tokens: the access token gets the claim `studio_profile`. The trigger runs for every
 * sign-in and every refresh, so a changed attribute, table or leaver counts with the next token.
 *
 * It throws an Error where nobody may sign in; Cognito fails the sign-in and shows the message to the person.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export function createHandler({ rules, log }: ProfileClaimPorts) {
  return async (event: unknown, context?: unknown): Promise<TriggerEvent> => {
    const requestId = text(record(context).awsRequestId);
    const request = record(event);
    const claim = await decide(request, rules).catch(failureOf);
    if ('failed' in claim) {
      log('ERROR', 'internal_error', { requestId, cause: claim.failed });
      throw new Error(messageOf(undefined));
    }
    if ('refused' in claim) {
      log('WARN', claim.refused, { requestId });
      throw new Error(messageOf(claim.refused));
    }
    log('INFO', 'profile_claimed', { requestId, profile: claim.profile });
    return withClaim(request, claim.profile);
  };
}

/** A promise, so that a defect is caught, and the error that the person sees has no cause for Lambda to log. */
function decide(event: TriggerEvent, rules: ClaimRules): Promise<Claim> {
  return new Promise((resolve) => {
    resolve(claimFor(event, rules));
  });
}

const failureOf = (error: unknown) => ({ failed: causeOf(error) });

/** The event with the claim in its response, in place of one that may be there, and else unchanged. */
function withClaim(event: TriggerEvent, profile: string): TriggerEvent {
  const response = record(event.response);
  const details = record(response.claimsAndScopeOverrideDetails);
  const accessToken = record(details.accessTokenGeneration);
  const claims = record(accessToken.claimsToAddOrOverride);
  return {
    ...event,
    response: {
      ...response,
      claimsAndScopeOverrideDetails: {
        ...details,
        accessTokenGeneration: {
          ...accessToken,
          claimsToAddOrOverride: { ...claims, [profileClaim]: profile },
        },
      },
    },
  };
}
