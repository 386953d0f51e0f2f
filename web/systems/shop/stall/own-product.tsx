// One of a merchant's products: its price, its stock, and the form to restock it.
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ProductSummary } from '../../../../lambdas/catalog/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { createAttemptKeys } from '../../../kit/requests/attempt-key.ts';
import { announce } from '../../../kit/status.tsx';
import { shelfName } from '../goods/categories.ts';
import { Picture } from '../goods/picture.tsx';
import { stockReader, useStock } from '../goods/stock.tsx';
import { price } from '../money.ts';
import { restock } from './merchant-api.ts';

export function OwnProduct({ product }: { product: ProductSummary }): VNode {
  const { productId, name, category, priceCents } = product;
  const [restocked, setRestocked] = useState(0);
  const [stock, seen] = useStock<HTMLLIElement>(productId, restocked);
  const keys = useMemo(() => createAttemptKeys(), []);
  const { busy, failure, run } = useAction();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void run(async () => {
      const quantity = Number(new FormData(form).get('quantity'));
      const now = await restock(productId, quantity, keys.keyFor(quantity));
      keys.settle();
      stockReader.note(productId, now);
      setRestocked((before) => before + 1);
      form.reset();
      announce(`${name}: ${now.available} available now.`);
    });
  };
  return (
    <li class="card own-product" ref={seen}>
      <Picture of={product} />
      <div class="what">
        <h2>
          <a href={`#/shop/${productId}`}>{name}</a>
        </h2>
        <p class="hint">
          {shelfName(category)} · {price(priceCents)}
        </p>
      </div>
      <dl class="figures">
        <div>
          <dt>Available</dt>
          <dd>{stock?.available ?? '–'}</dd>
        </div>
        <div>
          <dt>Reserved</dt>
          <dd>{stock?.reserved ?? '–'}</dd>
        </div>
        <div>
          <dt>Sold</dt>
          <dd>{stock?.sold ?? '–'}</dd>
        </div>
      </dl>
      <form class="restock" onSubmit={submit}>
        <input
          type="number"
          name="quantity"
          inputmode="numeric"
          min={1}
          max={1000000}
          required
          aria-label={`Units of ${name} to add`}
          placeholder="+ 10"
        />
        <button type="submit" aria-disabled={busy}>
          {busy ? 'Adding…' : 'Restock'}
          <span class="visually-hidden"> {name}</span>
        </button>
      </form>
      <a class="button quiet" href={`#/merchant/products/${productId}`}>
        Change<span class="visually-hidden"> {name}</span>
      </a>
      <FailureAlert failure={failure} />
    </li>
  );
}
