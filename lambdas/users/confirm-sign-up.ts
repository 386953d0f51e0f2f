// Confirms an account in the same step that creates it, so that a crash cannot leave one half made, and refuses one that
// our API does not open: the pool's own SignUp knows none of our limits and rules. The e-mail address stays unverified.
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { appKey } from '../shared/aws/secret.ts';
import { log } from '../shared/base/log.ts';
import { isOurs, MARK } from './sign-up-proof.ts';

/** The trigger; `key` is the one that store.ts makes marks with. */
export const confirmWith =
  (key: () => Promise<Buffer>) =>
  async (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> => {
    // An operator with rights on the pool makes an account by hand.
    if (event.triggerSource === 'PreSignUp_AdminCreateUser') return event;
    const { email = '', [MARK]: mark = '' } = event.request.userAttributes;
    if (!isOurs(await key(), mark, email)) {
      log('warn', 'sign-up beside the API refused', { clientId: event.callerContext.clientId });
      // Cognito refuses the sign-up only if its trigger fails, and shows this text.
      throw new Error('Open an account with POST /api/users.');
    }
    event.response.autoConfirmUser = true;
    log('info', 'confirm sign-up', { userId: event.userName });
    return event;
  };

export const handler = confirmWith(() => appKey('signUp'));
