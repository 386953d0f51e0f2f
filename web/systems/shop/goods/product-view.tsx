// One product, and the button that adds it to the cart.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Product } from '../../../../lambdas/catalog/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { addressOf } from '../../../kit/address.ts';
import { Heading } from '../../../kit/heading.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { announce } from '../../../kit/status.tsx';
import { useStore } from '../../../kit/store.ts';
import { me } from '../../../shell/me.ts';
import { getProduct } from '../api.ts';
import { cart, useQuantity } from '../cart/cart.ts';
import { Quantity } from '../cart/quantity.tsx';
import { price } from '../money.ts';
import { shelfName } from './categories.ts';
import { Picture } from './picture.tsx';
import { FEW, useStock } from './stock.tsx';

const MOST = 99;

function Buy({ product }: { product: Product }): VNode {
  const { productId, name } = product;
  const [wanted, setWanted] = useState(1);
  const inCart = useQuantity(productId);
  const [stock, seen] = useStock<HTMLDivElement>(productId);
  const { busy, failure, run } = useAction();
  const soldOut = stock?.available === 0;
  const add = (): Promise<void> =>
    run(async () => {
      const quantity = Math.min(inCart + wanted, MOST);
      await cart.put(productId, quantity);
      setWanted(1);
      announce(`${name}: ${quantity} in your cart.`);
    });
  return (
    <div class="buy-box" ref={seen}>
      <p class={`stock ${soldOut ? 'none' : stock && stock.available <= FEW ? 'few' : ''}`}>
        {stock &&
          (soldOut
            ? 'Sold out for now'
            : stock.available <= FEW
              ? `Only ${stock.available} left`
              : `${stock.available} in stock`)}
      </p>
      {!soldOut && (
        <div class="buy-row">
          <Quantity of={name} value={wanted} onChange={setWanted} />
          <button type="button" class="primary" aria-disabled={busy} onClick={add}>
            {busy ? 'Adding…' : 'Add to cart'}
          </button>
        </div>
      )}
      <FailureAlert failure={failure} />
      {inCart > 0 && (
        <p class="note">
          {inCart} in your cart. <a href="#/cart">Go to cart</a>
        </p>
      )}
    </div>
  );
}

export function ProductView({ productId }: { productId: string }): VNode {
  const [product, setProduct] = useState<Product>();
  const user = useStore(me);
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => setProduct(await getProduct(productId)));
  useEffect(() => void load(), []);
  if (!product)
    return (
      <>
        <p class="back">
          <a href="#/shop">← The shop</a>
        </p>
        <Heading>Product</Heading>
        <Pending action={action} again={load} />
      </>
    );
  const { name, category, description, priceCents, merchantId } = product;
  return (
    <>
      <p class="back">
        <a href="#/shop">The shop</a> / <a href={addressOf('#/shop', { category })}>{shelfName(category)}</a>
      </p>
      <article class="product-page">
        <Picture of={product} />
        <div>
          <Heading title={name}>{name}</Heading>
          <p class="price large">{price(priceCents)}</p>
          <Buy product={product} />
          {description && (
            <>
              <h2>Description</h2>
              <p class="description">{description}</p>
            </>
          )}
          {user?.userId === merchantId && (
            <p class="aside">
              This is your product. <a href={`#/merchant/products/${productId}`}>Edit</a>
            </p>
          )}
        </div>
      </article>
    </>
  );
}
