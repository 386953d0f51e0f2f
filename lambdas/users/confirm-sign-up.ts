// Confirms an account in the same step that opens it, so that a crash can never leave a half-made one.
// The e-mail address stays unverified: it names the account, and is sent nothing but notices of this account's own orders and
// webhooks. Verify it (the pool's autoVerify) before strangers sign up: today one can have the shop write to another's address.
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { log } from '../shared/base/log.ts';

export const handler = async (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> => {
  event.response.autoConfirmUser = true;
  log('info', 'confirm sign-up', { userId: event.userName });
  return event;
};
