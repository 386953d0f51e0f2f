// The stock of a product, read when it comes into view.
import type { RefObject, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Stock } from '../../../../lambdas/inventory/contract.ts';
import { getStock } from '../api.ts';
import { createStockReader } from './stock-reader.ts';

export const stockReader = createStockReader(getStock);

/** At this number or below, the page shows how many are left. */
export const FEW = 5;

/** `undefined` until it is known, or when the read fails. The stock is only a hint: the order finds out for certain. */
export function useStock<Seen extends HTMLElement>(
  productId: string,
  version = 0,
): [Stock | undefined, RefObject<Seen | null>] {
  const [stock, setStock] = useState<Stock>();
  const seen = useRef<Seen>(null);
  useEffect(() => {
    if (!seen.current) return;
    let left = false;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        watcher.disconnect();
        stockReader.read(productId).then(
          (read) => left || setStock(read),
          () => {},
        );
      },
      { rootMargin: '200px' },
    );
    watcher.observe(seen.current);
    return () => {
      left = true;
      watcher.disconnect();
    };
  }, [productId, version]);
  return [stock, seen];
}

export function StockNote({ stock }: { stock: Stock | undefined }): VNode | null {
  if (!stock) return null;
  const { available } = stock;
  if (available === 0) return <span class="stock none">Sold out</span>;
  if (available <= FEW) return <span class="stock few">Only {available} left</span>;
  return <span class="stock">In stock</span>;
}
