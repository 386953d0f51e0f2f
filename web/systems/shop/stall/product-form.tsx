// The form of a product's details.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { CreateProduct, Product } from '../../../../lambdas/catalog/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { shelves } from '../goods/categories.ts';
import { centsOf, typedPrice } from '../money.ts';

interface ProductFormProps {
  readonly product?: Product;
  readonly verb: string;
  readonly save: (wish: CreateProduct) => Promise<void>;
}

/** Turns a shelf's typed name into its key: `Fresh fruit` becomes `fresh-fruit`. */
const shelfOf = (typed: string): string =>
  typed
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

export function ProductForm({ product, verb, save }: ProductFormProps): VNode {
  const { busy, failure, run } = useAction();
  const [badPrice, setBadPrice] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const text = (name: string): string => String(fields.get(name) ?? '');
    const priceCents = centsOf(text('price'));
    setBadPrice(priceCents === undefined);
    if (priceCents === undefined) {
      form.querySelector<HTMLElement>('[name="price"]')?.focus();
      return;
    }
    void run(() =>
      save({
        name: text('name').trim(),
        description: text('description').replaceAll('\r\n', '\n'),
        category: shelfOf(text('category')),
        priceCents,
        ...(product?.imageUrl && { imageUrl: product.imageUrl }),
      }),
    );
  };
  return (
    <form class="card product-form" onSubmit={submit}>
      <div class="field">
        <label for="name">Name</label>
        <input id="name" name="name" maxlength={120} autocomplete="off" required defaultValue={product?.name} />
      </div>
      <div class="field">
        <label for="description">
          Description <span class="optional">optional</span>
        </label>
        <textarea id="description" name="description" rows={5} maxlength={2000} defaultValue={product?.description} />
      </div>
      <div class="field">
        <label for="category">Category</label>
        <input
          id="category"
          name="category"
          list="shelves"
          maxlength={60}
          autocomplete="off"
          required
          defaultValue={product?.category}
          aria-describedby="category-hint"
        />
        <datalist id="shelves">
          {shelves.map((shelf) => (
            <option value={shelf} />
          ))}
        </datalist>
        <p class="hint" id="category-hint">
          An existing category, or a new one.
        </p>
      </div>
      <div class="field">
        <label for="price">Price in euros</label>
        <input
          id="price"
          name="price"
          inputmode="decimal"
          maxlength={9}
          autocomplete="off"
          required
          placeholder="4.80"
          defaultValue={product && typedPrice(product.priceCents)}
          aria-invalid={badPrice}
          aria-describedby={badPrice ? 'price-wrong' : undefined}
        />
        {badPrice && (
          <p class="danger-text" id="price-wrong" role="alert">
            Enter a price above zero, such as 4.80.
          </p>
        )}
      </div>
      <FailureAlert failure={failure} />
      <button type="submit" class="primary wide" aria-disabled={busy}>
        {busy ? 'Saving…' : verb}
      </button>
    </form>
  );
}
