// The page's one cart.

import { announce } from '../../../kit/status.tsx';
import { useStore } from '../../../kit/store.ts';
import { session } from '../../../shell/account.ts';
import * as api from '../api.ts';
import { createCartStore } from './cart-store.ts';

export const cart = createCartStore(api, () => session.get() !== undefined, localStorage, announce);

let signedIn = session.get() !== undefined;
session.subscribe((tokens) => {
  // A renewed token belongs to the same user.
  if (signedIn === (tokens !== undefined)) return;
  signedIn = tokens !== undefined;
  cart.forget();
});

/** The quantity of a product in the cart; also 0 while it is unknown. */
export function useQuantity(productId: string): number {
  return useStore(cart.shown)?.items.find((item) => item.productId === productId)?.quantity ?? 0;
}
