// What the contract and the workers both name.
import { problem } from '../shared/base/problem.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  eventsTable: 'ORDER_EVENTS_TABLE',
  viewsTable: 'ORDER_VIEWS_TABLE',
  sagaArn: 'ORDER_SAGA_ARN',
  checkout: 'CHECKOUT_FUNCTION',
} as const;

export const orderProblems = {
  cartEmpty: problem(409, 'CART_EMPTY', 'There is nothing in your cart to order'),
  notCancellable: problem(409, 'ORDER_NOT_CANCELLABLE', 'This order is committed or at its end'),
} as const;
