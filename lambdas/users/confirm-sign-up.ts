// Confirms an account in the same step that creates it, so that a crash cannot leave one half made.
// The e-mail address stays unverified: it names the account and receives only notices about this account's own orders and
// webhooks. Verify it (the pool's autoVerify) before strangers sign up: anyone can make the shop write to another's address.
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { log } from '../shared/base/log.ts';

export const handler = async (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> => {
  event.response.autoConfirmUser = true;
  log('info', 'confirm sign-up', { userId: event.userName });
  return event;
};
