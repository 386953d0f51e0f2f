// A product in a list.
import type { VNode } from 'preact';
import type { ProductSummary } from '../../../../lambdas/catalog/contract.ts';
import { AddButton } from '../cart/add-button.tsx';
import { price } from '../money.ts';
import { Picture } from './picture.tsx';
import { StockNote, useStock } from './stock.tsx';

export function ProductCard({ product }: { product: ProductSummary }): VNode {
  const [stock, seen] = useStock<HTMLLIElement>(product.productId);
  return (
    <li class="product" ref={seen}>
      <Picture of={product} />
      <h2>
        <a href={`#/shop/${product.productId}`}>{product.name}</a>
      </h2>
      <p class="price">
        {price(product.priceCents)} <StockNote stock={stock} />
      </p>
      <div class="buy">{stock?.available !== 0 && <AddButton product={product} />}</div>
    </li>
  );
}
