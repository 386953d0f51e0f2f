// The page to create, change or withdraw a product.
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CreateProduct, Product } from '../../../../lambdas/catalog/contract.ts';
import { useAction } from '../../../kit/action.tsx';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Heading } from '../../../kit/heading.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { createAttemptKeys } from '../../../kit/requests/attempt-key.ts';
import { announce } from '../../../kit/status.tsx';
import { getProduct } from '../api.ts';
import { changeProduct, createProduct, deleteProduct } from './merchant-api.ts';
import { newest, noteChanged, noteDeleted } from './own-products.ts';
import { ProductForm } from './product-form.tsx';

const back = (
  <p class="back">
    <a href="#/merchant">← Your products</a>
  </p>
);

export function NewProductView(): VNode {
  const keys = useMemo(() => createAttemptKeys(), []);
  const save = async (wish: CreateProduct): Promise<void> => {
    const product = await createProduct(wish, keys.keyFor(wish));
    keys.settle();
    noteChanged(product);
    announce(`${product.name} is in the shop. Restock it so that customers can order it.`);
    location.assign('#/merchant');
  };
  return (
    <>
      {back}
      <Heading>Add a product</Heading>
      <ProductForm verb="Add product" save={save} />
    </>
  );
}

export function EditProductView({ productId }: { productId: string }): VNode {
  const [product, setProduct] = useState<Product>();
  const [doomed, setDoomed] = useState(false);
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => setProduct(newest(await getProduct(productId)) as Product));
  useEffect(() => void load(), []);
  const save = async (wish: CreateProduct): Promise<void> => {
    if (!product) return;
    const changed = await changeProduct(productId, { ...wish, version: product.version });
    noteChanged(changed);
    announce(`${changed.name} is saved.`);
    location.assign('#/merchant');
  };
  const remove = async (): Promise<void> => {
    await deleteProduct(productId);
    noteDeleted(productId);
    announce(`${product?.name} is no longer sold.`);
    location.assign('#/merchant');
  };
  return (
    <>
      {back}
      <Heading>{product?.name ?? 'A product'}</Heading>
      {!product && <Pending action={action} again={load} />}
      {product && (
        <>
          <ProductForm key={product.version} product={product} verb="Save" save={save} />
          <div class="actions">
            <button type="button" class="quiet danger-text" onClick={() => setDoomed(true)}>
              Stop selling
            </button>
          </div>
        </>
      )}
      {doomed && (
        <ConfirmDialog
          title={`Stop selling ${product?.name}?`}
          text="It disappears from the shop. Carts mark it as no longer sold, and placed orders keep it."
          verb="Stop selling"
          work={remove}
          onClose={() => setDoomed(false)}
        />
      )}
    </>
  );
}
