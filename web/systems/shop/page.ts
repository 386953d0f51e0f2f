// Which page of the shop the address asks for.

export type ShopPage =
  | { readonly name: 'browse'; readonly category?: string; readonly query?: string }
  | { readonly name: 'product' | 'edit-product'; readonly productId: string }
  | { readonly name: 'orders'; readonly status?: string; readonly query?: string }
  | { readonly name: 'merchant-orders'; readonly status?: string; readonly query?: string }
  | { readonly name: 'order'; readonly orderId: string }
  | { readonly name: 'deliveries'; readonly webhookId: string }
  | { readonly name: 'cart' | 'checkout' | 'notifications' | 'merchant' | 'new-product' | 'webhooks' | 'operations' };

const fixed: Readonly<Record<string, ShopPage>> = {
  '#/cart': { name: 'cart' },
  '#/checkout': { name: 'checkout' },
  '#/notifications': { name: 'notifications' },
  '#/merchant': { name: 'merchant' },
  '#/merchant/products/new': { name: 'new-product' },
  '#/merchant/webhooks': { name: 'webhooks' },
  '#/operations': { name: 'operations' },
};

/** Each with what its one group is. */
const patterns: readonly [RegExp, (id: string) => ShopPage][] = [
  [/^#\/shop\/([0-9A-Za-z]{16})$/, (productId) => ({ name: 'product', productId })],
  [/^#\/orders\/([0-9A-Za-z]{20})$/, (orderId) => ({ name: 'order', orderId })],
  [/^#\/merchant\/products\/([0-9A-Za-z]{16})$/, (productId) => ({ name: 'edit-product', productId })],
  [/^#\/merchant\/webhooks\/([\w-]{1,64})$/, (webhookId) => ({ name: 'deliveries', webhookId })],
];

function filterOf(search: string | undefined, names: readonly string[]): Record<string, string> {
  const given = new URLSearchParams(search);
  return Object.fromEntries(names.flatMap((name) => (given.get(name) ? [[name, given.get(name) ?? '']] : [])));
}

export function parsePage(hash: string): ShopPage | undefined {
  const [path = '', search] = hash.split('?', 2);
  if (path === '#/shop') return { name: 'browse', ...filterOf(search, ['category', 'query']) };
  if (path === '#/orders') return { name: 'orders', ...filterOf(search, ['status', 'query']) };
  if (path === '#/merchant/orders') return { name: 'merchant-orders', ...filterOf(search, ['status', 'query']) };
  const page = fixed[hash];
  if (page) return page;
  for (const [pattern, pageOf] of patterns) {
    const id = pattern.exec(hash)?.[1];
    if (id !== undefined) return pageOf(id);
  }
  return undefined;
}

/** What everybody may look at; the rest needs to know who asks. */
export const isPublic = ({ name }: ShopPage): boolean => ['browse', 'product', 'cart', 'operations'].includes(name);
