// A merchant's products.
import type { VNode } from 'preact';
import type { ProductSummary } from '../../../../lambdas/catalog/contract.ts';
import type { User } from '../../../../lambdas/users/contract.ts';
import { Paged, usePages } from '../../../kit/pages.tsx';
import { listProducts } from '../api.ts';
import { MerchantTabs } from './merchant-tabs.tsx';
import { OwnProduct } from './own-product.tsx';
import { withNewest } from './own-products.ts';

export function MerchantView({ user: { userId } }: { user: User }): VNode {
  const pages = usePages(
    (cursor) => listProducts({ merchantId: userId }, cursor),
    ({ productId }: ProductSummary) => productId,
  );
  const items = withNewest(pages.items, userId);
  return (
    <>
      <MerchantTabs at="Products" />
      <div class="actions">
        <a class="button primary" href="#/merchant/products/new">
          Add a product
        </a>
      </div>
      <Paged pages={{ ...pages, items }} empty="No products yet. Your first product appears here and in the shop.">
        <ul class="links" ref={pages.list} aria-label="Your products">
          {items.map((product) => (
            <OwnProduct key={product.productId} product={product} />
          ))}
        </ul>
      </Paged>
    </>
  );
}
