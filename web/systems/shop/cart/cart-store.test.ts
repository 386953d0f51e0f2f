import { expect, test } from '@jest/globals';
import type { Cart, MergedCart } from '../../../../lambdas/cart/contract.ts';
import { Failure } from '../../../kit/requests/failure.ts';
import { type CartApi, createCartStore } from './cart-store.ts';

const gone = () => new Failure(404, { title: 'Nothing is here', errors: [] });
const cartOf = (quantities: Record<string, number>): Cart => ({
  items: Object.entries(quantities).map(([productId, quantity]) => ({
    productId,
    merchantId: 'm',
    name: productId,
    imageUrl: null,
    priceCents: 100,
    quantity,
    available: true,
  })),
  totalCents: 100 * Object.values(quantities).reduce((sum, quantity) => sum + quantity, 0),
  expiresAt: null,
});

/** A cart service in memory: guests' carts by id, and one user's cart. */
function service({ signedIn = false, stored = '' } = {}) {
  const carts = new Map<string, Record<string, number>>([['user', {}]]);
  const kept = new Map<string, string>(stored ? [['guest-cart', stored]] : []);
  const calls: string[] = [];
  const state: { signedIn: boolean; dropped: MergedCart['dropped'] } = { signedIn, dropped: [] };
  const told: string[] = [];
  let opened = 0;
  const at = (id: string): Record<string, number> => {
    const found = carts.get(id);
    if (!found) throw gone();
    return found;
  };
  const called = async <T>(name: string, work: () => T): Promise<T> => {
    calls.push(name);
    return work();
  };
  const remote: CartApi = {
    getCart: () => called('get', () => cartOf(at('user'))),
    setItem: (product, quantity) =>
      called('set', () => {
        at('user')[product] = quantity;
        return cartOf(at('user'));
      }),
    removeItem: (product) => called('remove', () => void delete at('user')[product]),
    mergeCart: (id) =>
      called('merge', () => {
        for (const [product, quantity] of Object.entries(at(id)))
          at('user')[product] = (at('user')[product] ?? 0) + quantity;
        carts.delete(id);
        return { ...cartOf(at('user')), dropped: state.dropped };
      }),
    openGuestCart: () =>
      called('open', () => {
        opened += 1;
        carts.set(`guest-${opened}`, {});
        return { guestCartId: `guest-${opened}` };
      }),
    getGuestCart: (id) => called('get guest', () => cartOf(at(id))),
    setGuestItem: (id, product, quantity) =>
      called('set guest', () => {
        if (product === 'none') throw gone();
        at(id)[product] = quantity;
        return cartOf(at(id));
      }),
    removeGuestItem: (id, product) => called('remove guest', () => void delete at(id)[product]),
  };
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const store = createCartStore(
    remote,
    () => state.signedIn,
    storage,
    (sentence) => told.push(sentence),
  );
  const shown = () =>
    Object.fromEntries((store.shown.get()?.items ?? []).map((item) => [item.productId, item.quantity]));
  return { store, state, calls, carts, kept, shown, told };
}

test('a guest opens one cart with the first product, however fast more come', async () => {
  const { store, calls, shown } = service();
  await Promise.all([store.put('tea', 1), store.put('jam', 2), store.put('tea', 3)]);
  expect(shown()).toEqual({ tea: 3, jam: 2 });
  expect(calls.filter((call) => call === 'open')).toHaveLength(1);
});

test('signing in takes the guest cart along, once', async () => {
  const { store, state, calls, carts, kept, shown } = service();
  carts.set('user', { tea: 1 });
  await store.put('tea', 2);
  state.signedIn = true;
  store.forget();
  await store.load();
  expect(shown()).toEqual({ tea: 3 });
  expect(kept.size).toBe(0);
  await store.load();
  expect(calls.filter((call) => call === 'merge')).toHaveLength(1);
  expect(shown()).toEqual({ tea: 3 });
});

test('what a merge leaves out is told, and nothing when all of it fits', async () => {
  const { store, state, told } = service({ signedIn: true });
  await store.load();
  for (const dropped of [
    [],
    [
      { productId: 'tea', name: 'Tea', quantity: 2 },
      { productId: 'jam', name: 'Jam', quantity: 1 },
    ],
  ]) {
    state.dropped = dropped;
    state.signedIn = false;
    await store.put('tea', 2);
    state.signedIn = true;
    await store.load();
  }
  expect(told).toEqual(['Your cart is full. Left out: 2 × Tea, 1 × Jam.']);
});

test('a guest cart that was merged or has run out is forgotten, and the user has their own', async () => {
  const { store, kept, shown, carts } = service({ signedIn: true, stored: 'guest-old' });
  carts.set('user', { jam: 1 });
  await store.load();
  expect(shown()).toEqual({ jam: 1 });
  expect(kept.size).toBe(0);
});

test('a guest whose cart has run out gets another; a product that is not there does not cost the cart', async () => {
  const { store, kept, shown, calls } = service({ stored: 'guest-old' });
  await store.put('tea', 1);
  expect(shown()).toEqual({ tea: 1 });
  expect(kept.get('guest-cart')).toBe('guest-1');
  await expect(store.put('none', 1)).rejects.toThrow('Nothing is here');
  expect(kept.get('guest-cart')).toBe('guest-1');
  expect(calls.filter((call) => call === 'open')).toHaveLength(1);
});

test('what is taken out is gone from the total too', async () => {
  const { store, shown } = service({ signedIn: true });
  await store.put('tea', 2);
  await store.put('jam', 1);
  await store.remove('tea');
  expect(shown()).toEqual({ jam: 1 });
  expect(store.shown.get()?.totalCents).toBe(100);
});

test('an answer for the previous user is not shown', async () => {
  const { store, shown } = service({ signedIn: true });
  const late = store.put('tea', 1);
  store.forget();
  await late;
  expect(shown()).toEqual({});
  expect(store.shown.get()).toBeUndefined();
});
