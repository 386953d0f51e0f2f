// Adds one of a product to the cart.
import type { VNode } from 'preact';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { announce } from '../../../kit/status.tsx';
import { cart, useQuantity } from './cart.ts';

const MOST = 99;

export function AddButton({ product }: { product: { readonly productId: string; readonly name: string } }): VNode {
  const { productId, name } = product;
  const quantity = useQuantity(productId);
  const { busy, failure, run } = useAction();
  const add = (): Promise<void> =>
    run(async () => {
      const wanted = Math.min(quantity + 1, MOST);
      await cart.put(productId, wanted);
      announce(`${name}: ${wanted} in your cart.`);
    });
  return (
    <>
      <button type="button" class="add" aria-disabled={busy} onClick={add}>
        Add<span class="visually-hidden"> {name} to the cart</span>
        {quantity > 0 && (
          <span class="count" aria-hidden="true">
            {quantity}
          </span>
        )}
      </button>
      <FailureAlert failure={failure} />
    </>
  );
}
