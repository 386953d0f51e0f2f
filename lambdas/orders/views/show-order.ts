// Updates the lists from an order's events, and stops watching an order that has ended and is shown as such.
import { close } from '../event-store.ts';
import { isTerminal, type OrderState } from '../order.ts';
import { viewsOf } from './view.ts';
import { show } from './view-store.ts';

/** Safe to call at any time, twice, and with an old state: a row only ever gets newer. */
export async function showOrder(state: OrderState): Promise<number> {
  const shown = await Promise.all(viewsOf(state).map(show));
  if (isTerminal(state)) await close(state.orderId);
  return shown.filter(Boolean).length;
}
