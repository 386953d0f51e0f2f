// Bugs of notifications and webhooks.
import { local, type Mutant, unit } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'a notification is written again with every delivery of its event',
    file: 'lambdas/notifications/store.ts',
    find: ", ConditionExpression: 'attribute_not_exists(userId)'",
    replace: '',
    test: local('notifications/notifications'),
    only: 'events that are redelivered and in reverse',
  },
  {
    name: 'a mail that was sent stays due',
    file: 'lambdas/notifications/mail-store.ts',
    find: 'REMOVE mailQueue, mailDueAtMs, mailClaim, mailClaimedUntilMs`',
    replace: 'REMOVE mailClaim, mailClaimedUntilMs`',
    test: local('notifications/notifications'),
    only: 'events that are redelivered and in reverse',
  },
  {
    name: 'a name in a mail is not escaped',
    file: 'lambdas/notifications/mail.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '<tr><td>${escaped(what)}</td>',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: '<tr><td>${what}</td>',
    test: unit('notifications/mail'),
    only: '',
  },
  {
    name: 'an event is planned for a webhook again with every delivery',
    file: 'lambdas/webhooks/delivery-store.ts',
    find: ", ConditionExpression: 'attribute_not_exists(webhookId)'",
    replace: '',
    test: local('webhooks/webhook-deliveries'),
    only: 'is made once for an event',
  },
  {
    name: 'the connection goes to a later resolution of the name',
    file: 'lambdas/webhooks/call.ts',
    find: '        lookup: pinnedTo(addresses),\n',
    replace: '',
    test: unit('webhooks/call'),
    only: 'connects to the address that was looked up',
  },
  {
    name: 'one public address among private ones is accepted',
    file: 'lambdas/webhooks/call.ts',
    find: '!addresses.every(isPublicAddress)',
    replace: '!addresses.some(isPublicAddress)',
    test: unit('webhooks/call'),
    only: 'nothing is connected to',
  },
  {
    name: 'a redirect counts as an accepted delivery',
    file: 'lambdas/webhooks/attempt.ts',
    find: 'status >= 200 && status < 300',
    replace: 'status >= 200 && status < 400',
    test: local('webhooks/webhook-deliveries'),
    only: 'follows no redirect',
  },
  {
    name: 'the signature leaves out the time',
    file: 'lambdas/webhooks/signature.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '.update(`${seconds}.${body}`)',
    replace: '.update(body.slice(0, seconds))',
    test: unit('webhooks/signature'),
    only: '',
  },
  {
    name: 'only one of several simultaneous failures is counted',
    file: 'lambdas/webhooks/attempt-store.ts',
    find: "'failures = :before AND enabled = :true'",
    replace: "'failures >= :before AND enabled = :true'",
    test: local('webhooks/webhooks'),
    only: 'a webhook without answers',
  },
  {
    name: 'a webhook is switched off without a notice',
    file: 'lambdas/webhooks/attempt-store.ts',
    find: '(now.disabledReason ? [notice',
    replace: '(now.disabledReason === read.secret ? [notice',
    test: local('webhooks/webhooks'),
    only: 'a webhook without answers',
  },
];
