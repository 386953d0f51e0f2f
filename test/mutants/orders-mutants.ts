// Realistic bugs of orders, each with the test that must fail.
import { local, type Mutant, unit } from './mutant.ts';

const saga = 'lib/stacks/order-saga.test.ts';
const interleavings = '1,000 interleavings';

export const mutants: readonly Mutant[] = [
  {
    name: 'a commit of an order overwrites another',
    file: 'lambdas/orders/event-store.ts',
    find: "    ConditionExpression: 'attribute_not_exists(orderId)',\n",
    replace: '',
    test: local('platform/stale-writes'),
    only: 'under one number of an order',
  },
  {
    name: 'a committed order can still be cancelled',
    file: 'lambdas/orders/decide.ts',
    find: "!cancelRequested && (phase === 'PLACED' || phase === 'RESERVED')",
    replace: "!cancelRequested && (phase === 'PLACED' || phase === 'RESERVED' || phase === 'COMMITTED')",
    test: saga,
    only: interleavings,
  },
  {
    name: 'a confirmed order is undone',
    file: 'lambdas/orders/decide.ts',
    find: "  if (state.phase === 'CONFIRMED') return only({ outcome: 'CONFIRMED' });\n",
    replace: '',
    test: saga,
    only: interleavings,
  },
  {
    name: 'the pivot does not check for a cancel',
    file: 'lambdas/orders/decide.ts',
    find: 'if (state.cancelRequested) return { events',
    replace: "if (state.cancelRequested && step !== 'COMMIT') return { events",
    test: saga,
    only: interleavings,
  },
  {
    name: 'a failed payment is not undone, as if nothing had happened',
    file: 'lib/stacks/order-saga.ts',
    find: "otherThan('CAPTURED', cancelFor('PAYMENT_UNAVAILABLE', all))",
    replace: "otherThan('CAPTURED', cancelFor('PAYMENT_UNAVAILABLE', ['STOCK']))",
    test: saga,
    only: 'takes back what it did, the payment first',
  },
  {
    name: 'an old state of an order is shown over a newer one',
    file: 'lambdas/orders/views/view-store.ts',
    find: "ConditionExpression: 'attribute_not_exists(pk) OR seq < :seq',",
    replace: "ConditionExpression: 'attribute_not_exists(pk) OR seq <> :seq',",
    test: local('orders/order-views'),
    only: 'late and out of order',
  },
  {
    name: "another's order is shown",
    file: 'lambdas/orders/cancel-order.ts',
    find: 'if (state?.userId !== userId) throw nothing();',
    replace: 'if (!state) throw nothing();',
    test: local('orders/orders'),
    only: 'of another user does not exist',
  },
  {
    name: 'a retry orders the current content of the cart',
    file: 'lambdas/orders/place-order.ts',
    find: ".digest('hex')}`);",
    replace: ".update(String(performance.now())).digest('hex')}`);",
    test: unit('orders/place-order'),
    only: 'has the id of its operation',
  },
  {
    name: 'an order may be committed after its stock’s lease',
    file: 'lambdas/orders/decide.ts',
    find: 'COMMIT_WITHIN_MS = LEASE_MS;',
    replace: 'COMMIT_WITHIN_MS = 3 * LEASE_MS;',
    test: unit('orders/decide'),
    only: 'committed at the last moment',
  },
  {
    name: 'the cancelling one of two sagas undoes only its own steps',
    file: 'lambdas/orders/decide.ts',
    find: ' || state.attempt > 1',
    replace: '',
    test: unit('orders/decide'),
    only: 'where a second saga runs',
  },
  {
    name: 'orders: a throttle of Lambda is a failure like any other',
    file: 'lib/stacks/order-saga.ts',
    find: '[refusedByLambda, failedOrLost(attempts)]',
    replace: '[failedOrLost(attempts)]',
    test: saga,
    only: 'from any of an order',
  },
];
