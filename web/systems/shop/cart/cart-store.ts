// The guest's or user's cart, shared by the whole page. Changes run one at a time: no late answer undoes a newer one.
import type { Cart, MergedCart } from '../../../../lambdas/cart/contract.ts';
import { Failure } from '../../../kit/requests/failure.ts';
import { createStore, type Store } from '../../../kit/store.ts';
import type * as api from '../api.ts';

export type CartApi = Pick<
  typeof api,
  | 'getCart'
  | 'setItem'
  | 'removeItem'
  | 'mergeCart'
  | 'openGuestCart'
  | 'getGuestCart'
  | 'setGuestItem'
  | 'removeGuestItem'
>;

export interface CartStore {
  /** `undefined` until it is read. */
  readonly shown: Store<Cart | undefined>;
  /** Reads the cart again; right after sign-in, merges the guest's cart into the user's. */
  load(): Promise<void>;
  put(productId: string, quantity: number): Promise<void>;
  remove(productId: string): Promise<void>;
  forget(): void;
}

const storageKey = 'guest-cart';
const empty: Cart = { items: [], totalCents: 0, expiresAt: null };
const isGone = (error: unknown): boolean => error instanceof Failure && error.status === 404;

const without = ({ items, expiresAt }: Cart, productId: string): Cart => {
  const left = items.filter((item) => item.productId !== productId);
  const totalCents = left.reduce((sum, item) => sum + (item.available ? item.quantity * item.priceCents : 0), 0);
  return { items: left, totalCents, expiresAt };
};

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A sentence on the lines that a merge left behind. */
const leftBehind = (dropped: MergedCart['dropped']): string =>
  `Your cart is full. Left out: ${dropped.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')}.`;

export function createCartStore(
  remote: CartApi,
  isSignedIn: () => boolean,
  storage: Storage,
  tell: (sentence: string) => void,
): CartStore {
  const shown = createStore<Cart | undefined>(undefined);
  let last: Promise<unknown> = Promise.resolve();
  /** Counts changes of user: the answer to an earlier user's request is not shown. */
  let person = 0;

  function inTurn(work: () => Promise<Cart>): Promise<void> {
    const mine = person;
    const done = last.then(work).then((cart) => {
      if (mine === person) shown.set(cart);
    });
    last = done.catch(() => {});
    return done;
  }

  const guestId = (): string | undefined => storage.getItem(storageKey) ?? undefined;

  async function openGuest(): Promise<string> {
    const { guestCartId } = await remote.openGuestCart();
    storage.setItem(storageKey, guestCartId);
    return guestCartId;
  }

  /** The guest's cart, or `undefined` when it has expired or was merged elsewhere. */
  async function readGuest(id: string): Promise<Cart | undefined> {
    try {
      return await remote.getGuestCart(id);
    } catch (error) {
      if (!isGone(error)) throw error;
      storage.removeItem(storageKey);
      return undefined;
    }
  }

  async function merge(id: string): Promise<Cart> {
    const merged = await remote.mergeCart(id).catch((error: unknown) => {
      if (isGone(error)) return undefined;
      throw error;
    });
    storage.removeItem(storageKey);
    if (merged && merged.dropped.length > 0) tell(leftBehind(merged.dropped));
    return merged ?? remote.getCart();
  }

  async function read(): Promise<Cart> {
    const id = guestId();
    if (isSignedIn()) return id ? merge(id) : remote.getCart();
    return (id && (await readGuest(id))) || empty;
  }

  async function putAsGuest(productId: string, quantity: number): Promise<Cart> {
    const id = guestId();
    if (!id) return remote.setGuestItem(await openGuest(), productId, quantity);
    try {
      return await remote.setGuestItem(id, productId, quantity);
    } catch (error) {
      // 404 means that either the cart or the product is gone.
      if (!isGone(error) || (await readGuest(id))) throw error;
      return remote.setGuestItem(await openGuest(), productId, quantity);
    }
  }

  return {
    shown,
    load: () => inTurn(read),
    put: (productId, quantity) =>
      inTurn(() => (isSignedIn() ? remote.setItem(productId, quantity) : putAsGuest(productId, quantity))),
    remove: (productId) =>
      inTurn(async () => {
        const id = guestId();
        if (isSignedIn()) await remote.removeItem(productId);
        else if (id) await remote.removeGuestItem(id, productId);
        return without(shown.get() ?? (await read()), productId);
      }),
    forget() {
      person += 1;
      shown.set(undefined);
    },
  };
}
