// Reads the stock of products in view: a few at a time, and each at most once every KEEP_MS.
import type { Stock } from '../../../../lambdas/inventory/contract.ts';

const KEEP_MS = 10_000;
const AT_A_TIME = 4;

type Read = (productId: string) => Promise<Stock>;

export interface StockReader {
  read(productId: string): Promise<Stock>;
  /** Stores the answer of a restock, which is newer than any read. */
  note(productId: string, stock: Stock): void;
  /** Forgets all stock after an order, so it is read again. */
  forget(): void;
}

export function createStockReader(ask: Read, now: () => number = () => performance.now()): StockReader {
  const kept = new Map<string, { readonly atMs: number; readonly stock: Promise<Stock> }>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function limited(productId: string): Promise<Stock> {
    if (running >= AT_A_TIME) await new Promise<void>((go) => waiting.push(go));
    running += 1;
    try {
      return await ask(productId);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  return {
    read(productId) {
      const known = kept.get(productId);
      if (known && now() - known.atMs < KEEP_MS) return known.stock;
      const stock = limited(productId);
      kept.set(productId, { atMs: now(), stock });
      stock.catch(() => kept.delete(productId));
      return stock;
    },
    note: (productId, stock) => void kept.set(productId, { atMs: now(), stock: Promise.resolve(stock) }),
    forget: () => kept.clear(),
  };
}
