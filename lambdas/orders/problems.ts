// Refusals of the orders service.
import { problem } from '../shared/base/problem.ts';

export const orderProblems = {
  cartEmpty: problem(409, 'CART_EMPTY', 'There is nothing in your cart to order'),
  notCancellable: problem(409, 'ORDER_NOT_CANCELLABLE', 'This order is committed or at its end'),
} as const;
