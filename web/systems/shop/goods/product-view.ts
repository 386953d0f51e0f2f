// One product, and its way into the cart.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Product } from '../../../../lambdas/catalog/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.ts';
import { addressOf } from '../../../kit/address.ts';
import { Heading } from '../../../kit/heading.ts';
import { Pending } from '../../../kit/pending.ts';
import { announce } from '../../../kit/status.ts';
import { useStore } from '../../../kit/store.ts';
import { me } from '../../../shell/me.ts';
import { getProduct } from '../api.ts';
import { cart, useQuantity } from '../cart/cart.ts';
import { Quantity } from '../cart/quantity.ts';
import { price } from '../money.ts';
import { shelfName } from './categories.ts';
import { Picture } from './picture.ts';
import { FEW, useStock } from './stock.ts';

const MOST = 99;

function Buy({ product }: { product: Product }): VNode {
  const { productId, name } = product;
  const [wanted, setWanted] = useState(1);
  const inCart = useQuantity(productId);
  const [stock, seen] = useStock(productId);
  const { busy, failure, run } = useAction();
  const soldOut = stock?.available === 0;
  const add = (): Promise<void> =>
    run(async () => {
      const quantity = Math.min(inCart + wanted, MOST);
      await cart.put(productId, quantity);
      setWanted(1);
      announce(`${name}: ${quantity} in your cart.`);
    });
  return html`<div class="buy-box" ref=${seen}>
    <p class=${`stock ${soldOut ? 'none' : stock && stock.available <= FEW ? 'few' : ''}`}>
      ${stock && (soldOut ? 'Sold out for now' : stock.available <= FEW ? `Only ${stock.available} left` : `${stock.available} in stock`)}
    </p>
    ${
      !soldOut &&
      html`<div class="buy-row">
        <${Quantity} of=${name} value=${wanted} onChange=${setWanted} />
        <button type="button" class="primary" aria-disabled=${busy} onClick=${add}>${busy ? 'Adding…' : 'Add to cart'}</button>
      </div>`
    }
    <${FailureAlert} failure=${failure} />
    ${inCart > 0 && html`<p class="note">${inCart} in your cart. <a href="#/cart">To the cart</a></p>`}
  </div>`;
}

export function ProductView({ productId }: { productId: string }): VNode {
  const [product, setProduct] = useState<Product>();
  const user = useStore(me);
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => setProduct(await getProduct(productId)));
  useEffect(() => void load(), []);
  if (!product)
    return html`
      <p class="back"><a href="#/shop">← The shop</a></p>
      <${Heading} title="Product">Product</${Heading}>
      <${Pending} action=${action} again=${load} />
    `;
  const { name, category, description, priceCents, merchantId } = product;
  return html`
    <p class="back"><a href="#/shop">The shop</a> / <a href=${addressOf('#/shop', { category })}>${shelfName(category)}</a></p>
    <article class="product-page">
      <${Picture} of=${product} />
      <div>
        <${Heading} title=${name}>${name}</${Heading}>
        <p class="price large">${price(priceCents)}</p>
        <${Buy} product=${product} />
        ${description && html`<h2>About it</h2><p class="description">${description}</p>`}
        ${user?.userId === merchantId && html`<p class="aside">This is yours. <a href=${`#/merchant/products/${productId}`}>Change it</a></p>`}
      </div>
    </article>
  `;
}
