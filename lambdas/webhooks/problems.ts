// Refusals of the webhooks service.
import { problem } from '../shared/base/problem.ts';

export const webhookProblems = {
  urlNotAllowed: problem(400, 'WEBHOOK_URL_NOT_ALLOWED', 'This URL cannot be called'),
  tooMany: problem(409, 'TOO_MANY_WEBHOOKS', 'A merchant has 10 webhooks at the most'),
  disabled: problem(409, 'WEBHOOK_DISABLED', 'This webhook is switched off'),
} as const;
