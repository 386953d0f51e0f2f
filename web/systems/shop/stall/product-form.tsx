// The form of a product's details.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { CreateProduct, Product } from '../../../../lambdas/catalog/contract.ts';
import { Field, Form, OptionalMark, textOf } from '../../../kit/form.tsx';
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
  const [badPrice, setBadPrice] = useState(false);
  const isReady = (fields: FormData, form: HTMLFormElement): boolean => {
    const isPrice = centsOf(textOf(fields, 'price')) !== undefined;
    setBadPrice(!isPrice);
    if (!isPrice) form.querySelector<HTMLElement>('[name="price"]')?.focus();
    return isPrice;
  };
  const send = (fields: FormData): Promise<void> =>
    save({
      name: textOf(fields, 'name').trim(),
      description: textOf(fields, 'description').replaceAll('\r\n', '\n'),
      category: shelfOf(textOf(fields, 'category')),
      priceCents: centsOf(textOf(fields, 'price')) ?? 0,
      ...(product?.imageUrl && { imageUrl: product.imageUrl }),
    });
  return (
    <Form class="card product-form" verb={verb} doing="Saving…" isReady={isReady} send={send}>
      <Field label="Name" name="name" maxlength={120} autocomplete="off" required defaultValue={product?.name} />
      <div class="field">
        <label for="description">
          Description
          <OptionalMark />
        </label>
        <textarea id="description" name="description" rows={5} maxlength={2000} defaultValue={product?.description} />
      </div>
      <Field
        label="Category"
        name="category"
        list="shelves"
        maxlength={60}
        autocomplete="off"
        required
        defaultValue={product?.category}
        hint="An existing category, or a new one."
      >
        <datalist id="shelves">
          {shelves.map((shelf) => (
            <option value={shelf} />
          ))}
        </datalist>
      </Field>
      <Field
        label="Price in euros"
        name="price"
        inputmode="decimal"
        maxlength={9}
        autocomplete="off"
        required
        placeholder="4.80"
        defaultValue={product && typedPrice(product.priceCents)}
        aria-invalid={badPrice}
        aria-describedby={badPrice ? 'price-wrong' : undefined}
      >
        {badPrice && (
          <p class="danger-text" id="price-wrong" role="alert">
            Enter a price above zero, such as 4.80.
          </p>
        )}
      </Field>
    </Form>
  );
}
