// A product among others.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ProductSummary } from '../../../../lambdas/catalog/contract.ts';
import { AddButton } from '../cart/add-button.ts';
import { price } from '../money.ts';
import { Picture } from './picture.ts';
import { StockNote, useStock } from './stock.ts';

export function ProductCard({ product }: { product: ProductSummary }): VNode {
  const [stock, seen] = useStock(product.productId);
  return html`<li class="product" ref=${seen}>
    <${Picture} of=${product} />
    <h2><a href=${`#/shop/${product.productId}`}>${product.name}</a></h2>
    <p class="price">${price(product.priceCents)} <${StockNote} stock=${stock} /></p>
    <div class="buy">${stock?.available !== 0 && html`<${AddButton} product=${product} />`}</div>
  </li>`;
}
