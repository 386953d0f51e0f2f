// The shop's pages, under its own navigation.
import type { VNode } from 'preact';
import type { FrameProps } from '../../shell/system.ts';
import { CartView } from './cart/cart-view.tsx';
import { CheckoutView } from './cart/checkout-view.tsx';
import { BrowseView } from './goods/browse-view.tsx';
import { ProductView } from './goods/product-view.tsx';
import { NotificationsView } from './notices/notifications-view.tsx';
import { OperationsView } from './operations/operations-view.tsx';
import { OrderView } from './orders/order-view.tsx';
import { OrdersView } from './orders/orders-view.tsx';
import { ShopNav } from './shop-nav.tsx';
import { DeliveriesView } from './stall/deliveries-view.tsx';
import { ForMerchants } from './stall/for-merchants.tsx';
import { MerchantOrdersView } from './stall/merchant-orders-view.tsx';
import { MerchantView } from './stall/merchant-view.tsx';
import { EditProductView, NewProductView } from './stall/product-edit-view.tsx';
import { WebhooksView } from './stall/webhooks-view.tsx';

export const pages = {
  browse: BrowseView,
  product: ProductView,
  cart: CartView,
  checkout: CheckoutView,
  orders: OrdersView,
  order: OrderView,
  notifications: NotificationsView,
  merchant: () => <ForMerchants>{(user) => <MerchantView user={user} />}</ForMerchants>,
  'new-product': () => <ForMerchants>{() => <NewProductView />}</ForMerchants>,
  'edit-product': ({ productId }: { productId: string }) => (
    <ForMerchants>{() => <EditProductView productId={productId} />}</ForMerchants>
  ),
  'merchant-orders': ({ status, query }: { status?: string; query?: string }) => (
    <ForMerchants>{() => <MerchantOrdersView status={status} query={query} />}</ForMerchants>
  ),
  webhooks: () => <ForMerchants>{() => <WebhooksView />}</ForMerchants>,
  operations: OperationsView,
  deliveries: ({ webhookId }: { webhookId: string }) => (
    <ForMerchants>{() => <DeliveriesView webhookId={webhookId} />}</ForMerchants>
  ),
};

export function Frame({ page, children }: FrameProps): VNode {
  return (
    <>
      <ShopNav page={page} />
      {children}
    </>
  );
}
