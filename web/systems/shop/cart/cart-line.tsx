// One line of the cart.
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Cart } from '../../../../lambdas/cart/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { describe, type FailureText } from '../../../kit/requests/failure.ts';
import { Picture } from '../goods/picture.tsx';
import { useStock } from '../goods/stock.tsx';
import { price } from '../money.ts';
import { cart } from './cart.ts';
import { createLatest } from './latest.ts';
import { Quantity } from './quantity.tsx';

type Item = Cart['items'][number];

export function CartLine({ item, onRemoved }: { item: Item; onRemoved: (name: string) => void }): VNode {
  const { productId, name, priceCents, available } = item;
  const [wanted, setWanted] = useState(item.quantity);
  const [failure, setFailure] = useState<FailureText>();
  const [stock, seen] = useStock<HTMLLIElement>(productId);
  const removal = useAction();
  const latest = useMemo(() => createLatest((quantity: number) => cart.put(productId, quantity)), [productId]);
  useEffect(() => setWanted(item.quantity), [item.quantity]);
  const change = (quantity: number): void => {
    setWanted(quantity);
    setFailure(undefined);
    latest.want(quantity).catch((error: unknown) => {
      setFailure(describe(error));
      setWanted(item.quantity);
    });
  };
  const remove = (): Promise<void> =>
    removal.run(async () => {
      await cart.remove(productId);
      onRemoved(name);
    });
  const short = available && stock && stock.available < wanted;
  return (
    <li class={available ? 'cart-line' : 'cart-line unavailable'} ref={seen}>
      <Picture of={item} />
      <div class="what">
        <h3>{available ? <a href={`#/shop/${productId}`}>{name}</a> : name}</h3>
        {available ? (
          <p class="hint">{price(priceCents)} each</p>
        ) : (
          <p class="stock none">No longer sold. It will not be part of the order.</p>
        )}
        {short && (
          <p class="stock few">
            {stock.available === 0 ? 'Sold out for now' : `Only ${stock.available} left`}. The order would be rejected.
          </p>
        )}
      </div>
      {available && <Quantity of={name} value={wanted} onChange={change} />}
      {available && <p class="line-total">{price(priceCents * wanted)}</p>}
      <button type="button" class="quiet remove" aria-disabled={removal.busy} onClick={remove}>
        Remove<span class="visually-hidden"> {name}</span>
      </button>
      <FailureAlert failure={failure ?? removal.failure} />
    </li>
  );
}
