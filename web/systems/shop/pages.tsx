// The shop: its ways, and the page the address asks for. Loaded when somebody comes here.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useAction } from '../../kit/action.tsx';
import { Heading } from '../../kit/heading.tsx';
import { Pending } from '../../kit/pending.tsx';
import { useStore } from '../../kit/store.ts';
import { loadMe, me } from '../../shell/me.ts';
import { CartView } from './cart/cart-view.tsx';
import { CheckoutView } from './cart/checkout-view.tsx';
import { BrowseView } from './goods/browse-view.tsx';
import { ProductView } from './goods/product-view.tsx';
import { NotificationsView } from './notices/notifications-view.tsx';
import { OperationsView } from './operations/operations-view.tsx';
import { OrderView } from './orders/order-view.tsx';
import { OrdersView } from './orders/orders-view.tsx';
import type { ShopPage } from './page.ts';
import { ShopNav } from './shop-nav.tsx';
import { DeliveriesView } from './stall/deliveries-view.tsx';
import { MerchantOrdersView } from './stall/merchant-orders-view.tsx';
import { MerchantView } from './stall/merchant-view.tsx';
import { EditProductView, NewProductView } from './stall/product-edit-view.tsx';
import { WebhooksView } from './stall/webhooks-view.tsx';

function MerchantPage({ page }: { page: ShopPage }): VNode {
  const user = useStore(me);
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => void (await loadMe()));
  useEffect(() => void load(), []);
  if (!user)
    return (
      <>
        <Heading title="Merchant">Your stall</Heading>
        <Pending action={action} again={load} />
      </>
    );
  if (!user.roles.includes('merchant'))
    return (
      <>
        <Heading title="Merchant">For merchants</Heading>
        <p class="empty">
          You are signed in as a customer. On a laptop, sign in as the demo merchant that <code>npm start</code> names.
        </p>
      </>
    );
  switch (page.name) {
    case 'new-product':
      return <NewProductView />;
    case 'edit-product':
      return <EditProductView key={page.productId} productId={page.productId} />;
    case 'merchant-orders':
      return <MerchantOrdersView status={page.status} query={page.query} />;
    case 'webhooks':
      return <WebhooksView />;
    case 'deliveries':
      return <DeliveriesView key={page.webhookId} webhookId={page.webhookId} />;
    default:
      return <MerchantView user={user} />;
  }
}

function viewOf(page: ShopPage): unknown {
  switch (page.name) {
    case 'browse':
      return <BrowseView category={page.category} query={page.query} />;
    case 'product':
      return <ProductView key={page.productId} productId={page.productId} />;
    case 'cart':
      return <CartView />;
    case 'checkout':
      return <CheckoutView />;
    case 'orders':
      return <OrdersView status={page.status} query={page.query} />;
    case 'order':
      return <OrderView key={page.orderId} orderId={page.orderId} />;
    case 'notifications':
      return <NotificationsView />;
    case 'operations':
      return <OperationsView />;
    default:
      return <MerchantPage page={page} />;
  }
}

export function Shop({ page }: { page: ShopPage }): VNode {
  return (
    <>
      <ShopNav page={page.name} />
      {viewOf(page)}
    </>
  );
}
