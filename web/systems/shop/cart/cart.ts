// The page's one cart.

import { useStore } from '../../../kit/store.ts';
import { session } from '../../../shell/account.ts';
import * as api from '../api.ts';
import { createCartStore } from './cart-store.ts';

export const cart = createCartStore(api, () => session.get() !== undefined, localStorage);

let signedIn = session.get() !== undefined;
session.subscribe((tokens) => {
  // A renewed token is the same person.
  if (signedIn === (tokens !== undefined)) return;
  signedIn = tokens !== undefined;
  cart.forget();
});

/** How many of a product are in the cart; 0 also while that is not known. */
export function useQuantity(productId: string): number {
  return useStore(cart.shown)?.items.find((item) => item.productId === productId)?.quantity ?? 0;
}
