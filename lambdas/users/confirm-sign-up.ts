// Confirms an account in the same step that opens it, so that a crash can never leave a half-made one.
// The e-mail address stays unverified: it names the account, nothing is sent to it.
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { log } from '../shared/log.ts';

export const handler = async (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> => {
  event.response.autoConfirmUser = true;
  log('info', 'confirm sign-up', { userId: event.userName });
  return event;
};
