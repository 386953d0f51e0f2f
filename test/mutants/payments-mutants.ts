// Bugs in payments as people make them, and the test of each that has to notice.
import type { Mutant } from './mutant.ts';

const unit = (name: string): string => `lambdas/payments/${name}.test.ts`;
const local = (name: string): string => `test/local/${name}.test.ts`;

export const mutants: readonly Mutant[] = [
  {
    name: 'a refund has a new reference each time',
    file: 'lambdas/payments/bank-client.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '`${orderId}-refund`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: '`${orderId}-refund-${performance.now()}`.replace(".", "-")',
    test: unit('payment'),
    only: 'money is taken and given back once',
  },
  {
    name: 'a capture has a new reference each time',
    file: 'lambdas/payments/bank-client.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '`${orderId}-capture`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: '`${orderId}-capture-${performance.now()}`.replace(".", "-")',
    test: local('payments'),
    only: 'is taken once and given back once with each test card',
  },
  {
    name: 'a refund guesses from our own record what the bank has done',
    file: 'lambdas/payments/bank-client.ts',
    find: "const isCaptured = known?.status === 'captured';",
    replace: "const isCaptured = known?.status !== 'authorized';",
    test: unit('payment'),
    only: 'money is taken and given back once',
  },
  {
    name: 'a refund is not decided before the bank is asked',
    file: 'lambdas/payments/payment.ts',
    find: "  UNDOING: ['AUTHORISING', 'AUTHORISED', 'CAPTURED'],",
    replace: "  UNDOING: ['AUTHORISED', 'CAPTURED'],",
    test: unit('payment'),
    only: 'money is taken and given back once',
  },
  {
    name: 'a refund of nothing leaves no trace',
    file: 'lambdas/payments/refund.ts',
    find: "(await payments.begin({ orderId, amountCents: 0, correlationId, status: 'NOTHING' })).payment;",
    replace: "({ orderId, amountCents: 0, correlationId, status: 'NOTHING' } as const);",
    test: local('payments'),
    only: 'an authorisation that comes later is refused',
  },
  {
    name: 'a capture does not look at its payment',
    file: 'lambdas/payments/capture.ts',
    find: "  if (payment?.status !== 'AUTHORISED') return 'UNAVAILABLE';",
    replace: "  if (!payment) return 'UNAVAILABLE';",
    test: unit('payment'),
    only: 'asks the bank nothing',
  },
  {
    name: 'a payment moves on from any status',
    file: 'lambdas/payments/store.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: "    ConditionExpression: `#status IN (${from.map(([name]) => name).join(', ')})`,",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace:
      "    ConditionExpression: `attribute_exists(id) OR #status IN (${from.map(([name]) => name).join(', ')})`,",
    test: local('payments'),
    only: 'captured and refunded at the same moment',
  },
  {
    name: 'a webhook of any age is believed',
    file: 'lambdas/payments/webhook.ts',
    find: ' && Math.abs(nowMs - Number(timestamp)) <= WINDOW_MS',
    replace: ' && WINDOW_MS > 0 && nowMs > 0',
    test: local('payments'),
    only: 'forged, changed, unsigned or older than five minutes',
  },
  {
    name: 'a webhook’s signature covers its body only',
    file: 'lambdas/payments/webhook.ts',
    find: 'authentic || !isRecent',
    replace: 'authentic && !isRecent',
    test: local('payments'),
    only: 'forged, changed, unsigned or older than five minutes',
  },
  {
    name: 'a delivery is not remembered',
    file: 'lambdas/payments/store.ts',
    find: "    ConditionExpression: 'attribute_not_exists(id)',\n  };",
    replace: '  };',
    test: local('payments'),
    only: 'its very delivery again is refused',
  },
  {
    name: 'the breaker never opens',
    file: 'lambdas/payments/breaker.ts',
    find: 'export const THRESHOLD = 5;',
    replace: 'export const THRESHOLD = 5_000;',
    test: local('provider-away'),
    only: 'the breaker opens at its threshold',
  },
  {
    name: 'everybody is the one probe',
    file: 'lambdas/payments/shield.ts',
    find: "if (way === 'probe' && (await store.write(probing(shared, by, clock.nowMs())))) return",
    replace: "if (way === 'probe' && ((await store.write(probing(shared, by, clock.nowMs()))) || true)) return",
    test: unit('shield'),
    only: 'lets one of many through',
  },
  {
    name: 'each instance has a breaker of its own',
    file: 'lambdas/payments/shield.ts',
    find: 'if (!(await store.write(next))) continue;',
    replace: 'if (next.version < 0) continue;',
    test: unit('shield'),
    only: 'opens when each failed at another one',
  },
  {
    name: 'what the bank could not hear is never told again',
    file: 'lambdas/payments/settle.ts',
    find: 'const due = await ports.payments.due(byMs, MOST);',
    replace: 'const due = (await ports.payments.due(byMs, MOST)).slice(MOST);',
    test: local('provider-away'),
    only: 'what fails longer is left open',
  },
  {
    name: 'how somebody pays is logged',
    file: 'lambdas/shared/task.ts',
    find: "log('info', 'task done', { ...fields(), outcome",
    replace: "log('info', 'task done', { ...(input as object), ...fields(), outcome",
    test: local('provider-away'),
    only: 'no log names how anybody pays',
  },
];
