// Realistic bugs of payments, each with the test that must fail.
import { local, type Mutant, unit } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'a refund has a new reference each time',
    file: 'lambdas/payments/bank/bank-client.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '`${orderId}-refund`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: '`${orderId}-refund-${performance.now()}`.replace(".", "-")',
    test: unit('payments/payment'),
    only: 'money is taken and given back once',
  },
  {
    name: 'a capture has a new reference each time',
    file: 'lambdas/payments/bank/bank-client.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '`${orderId}-capture`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: '`${orderId}-capture-${performance.now()}`.replace(".", "-")',
    test: local('payments/payments'),
    only: 'is taken once and given back once with each test card',
  },
  {
    name: 'a refund trusts our own record instead of asking the bank',
    file: 'lambdas/payments/bank/bank-client.ts',
    find: "const isCaptured = known?.status === 'captured';",
    replace: "const isCaptured = known?.status !== 'authorized';",
    test: unit('payments/payment'),
    only: 'money is taken and given back once',
  },
  {
    name: 'a refund is not decided before the bank is asked',
    file: 'lambdas/payments/payment.ts',
    find: "  UNDOING: ['AUTHORISING', 'AUTHORISED', 'CAPTURED'],",
    replace: "  UNDOING: ['AUTHORISED', 'CAPTURED'],",
    test: unit('payments/payment'),
    only: 'money is taken and given back once',
  },
  {
    name: 'a refund of nothing leaves no trace',
    file: 'lambdas/payments/undo-payment.ts',
    find: "(await payments.begin({ orderId, amountCents: 0, correlationId, status: 'NOTHING' })).payment;",
    replace: "({ orderId, amountCents: 0, correlationId, status: 'NOTHING' } as const);",
    test: local('payments/payments'),
    only: 'an authorisation that comes later is refused',
  },
  {
    name: 'a capture does not read its payment',
    file: 'lambdas/payments/take-payment.ts',
    find: "  if (payment?.status !== 'AUTHORISED') return 'UNAVAILABLE';",
    replace: "  if (!payment) return 'UNAVAILABLE';",
    test: unit('payments/payment'),
    only: 'asks the bank nothing',
  },
  {
    name: 'a payment moves on from any status',
    file: 'lambdas/payments/store.ts',
    find: 'ConditionExpression: `#status IN (',
    replace: 'ConditionExpression: `attribute_exists(id) OR #status IN (',
    test: local('payments/payments'),
    only: 'the record of a payment accepts only valid next states',
  },
  {
    name: 'a webhook is believed whoever signed it',
    file: 'lambdas/payments/http.ts',
    find: 'if (!isSignedBy(secret, headers, rawBody, nowMs))',
    replace: 'if (!isSignedBy(secret, headers, rawBody, nowMs) && !headers[webhookHeaders.signature])',
    also: [
      {
        file: 'lambdas/payments/http.ts',
        find: 'import { isSignedBy, secretOfText }',
        replace: 'import { isSignedBy, secretOfText, webhookHeaders }',
      },
    ],
    test: local('payments/payments'),
    only: 'forged, changed, unsigned or older than five minutes',
  },
  {
    name: 'a status can be entered again',
    file: 'lambdas/payments/payment.ts',
    find: "  AUTHORISED: ['AUTHORISING'],",
    replace: "  AUTHORISED: ['AUTHORISING', 'CAPTURED'],",
    test: unit('payments/payment'),
    only: 'no status can be left and entered again',
  },
  {
    name: 'the breaker never opens',
    file: 'lambdas/payments/bank/breaker.ts',
    find: 'export const THRESHOLD = 5;',
    replace: 'export const THRESHOLD = 5_000;',
    test: local('payments/provider-away'),
    only: 'the breaker opens at its threshold',
  },
  {
    name: 'every caller is the one probe',
    file: 'lambdas/payments/bank/shield.ts',
    find: "if (way === 'probe' && (await store.write(probing(shared, by, clock.nowMs())))) return",
    replace: "if (way === 'probe' && ((await store.write(probing(shared, by, clock.nowMs()))) || true)) return",
    test: unit('payments/bank/shield'),
    only: 'lets one of many through',
  },
  {
    name: 'each instance has a breaker of its own',
    file: 'lambdas/payments/bank/shield.ts',
    find: 'if (!(await store.write(next))) return CONFLICT;',
    replace: 'if (next.version < 0) return CONFLICT;',
    test: unit('payments/bank/shield'),
    only: 'opens when each failed at another one',
  },
  {
    name: 'a call that the bank missed is never repeated',
    file: 'lambdas/payments/settle-payments.ts',
    find: 'const due = await ports.payments.due(byMs, MOST);',
    replace: 'const due = (await ports.payments.due(byMs, MOST)).slice(MOST);',
    test: local('payments/provider-away'),
    only: 'a longer failure is left open',
  },
  {
    name: 'the payment method is logged',
    file: 'lambdas/shared/messaging/task.ts',
    find: "log('info', 'task done', { ...fields(), outcome",
    replace: "log('info', 'task done', { ...(input as object), ...fields(), outcome",
    test: local('payments/provider-away'),
    only: 'no log names how anybody pays',
  },
];
