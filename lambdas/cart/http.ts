// The routes of the cart.

import { newId } from '../shared/base/ids.ts';
import { httpHandler } from '../shared/http/http.ts';
import { mergeGuestCart, openGuestCart, readCart, removeItem, setQuantity } from './change-cart.ts';
import { contract } from './contract.ts';

export const handler = httpHandler(contract, {
  getCart: ({ user, nowMs }) => readCart(user, nowMs),
  setItem: ({ user, path, body, nowMs }) => setQuantity(user, path.productId, body.quantity, nowMs),
  removeItem: ({ user, path, nowMs }) => removeItem(user, path.productId, nowMs),
  mergeCart: ({ user, body, nowMs }) => mergeGuestCart(user.userId, body.guestCartId, nowMs),
  openGuestCart: async ({ nowMs }) => {
    const guestCartId = newId();
    await openGuestCart(guestCartId, nowMs);
    return { guestCartId };
  },
  getGuestCart: ({ path, nowMs }) => readCart(path, nowMs),
  setGuestItem: ({ path, body, nowMs }) => setQuantity(path, path.productId, body.quantity, nowMs),
  removeGuestItem: ({ path, nowMs }) => removeItem(path, path.productId, nowMs),
});
