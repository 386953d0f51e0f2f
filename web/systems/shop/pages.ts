// The shop: its ways, and the page the address asks for. Loaded when somebody comes here.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useAction } from '../../kit/action.ts';
import { Heading } from '../../kit/heading.ts';
import { Pending } from '../../kit/pending.ts';
import { useStore } from '../../kit/store.ts';
import { loadMe, me } from '../../shell/me.ts';
import { CartView } from './cart/cart-view.ts';
import { CheckoutView } from './cart/checkout-view.ts';
import { BrowseView } from './goods/browse-view.ts';
import { ProductView } from './goods/product-view.ts';
import { NotificationsView } from './notices/notifications-view.ts';
import { OperationsView } from './operations/operations-view.ts';
import { OrderView } from './orders/order-view.ts';
import { OrdersView } from './orders/orders-view.ts';
import type { ShopPage } from './page.ts';
import { ShopNav } from './shop-nav.ts';
import { DeliveriesView } from './stall/deliveries-view.ts';
import { MerchantOrdersView } from './stall/merchant-orders-view.ts';
import { MerchantView } from './stall/merchant-view.ts';
import { EditProductView, NewProductView } from './stall/product-edit-view.ts';
import { WebhooksView } from './stall/webhooks-view.ts';

function MerchantPage({ page }: { page: ShopPage }): VNode {
  const user = useStore(me);
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => void (await loadMe()));
  useEffect(() => void load(), []);
  if (!user)
    return html`<${Heading} title="Merchant">Your stall</${Heading}><${Pending} action=${action} again=${load} />`;
  if (!user.roles.includes('merchant'))
    return html`<${Heading} title="Merchant">For merchants</${Heading}><p class="empty">You are signed in as a customer. On a laptop, sign in as the demo merchant that <code>npm start</code> names.</p>`;
  switch (page.name) {
    case 'new-product':
      return html`<${NewProductView} />`;
    case 'edit-product':
      return html`<${EditProductView} key=${page.productId} productId=${page.productId} />`;
    case 'merchant-orders':
      return html`<${MerchantOrdersView} status=${page.status} query=${page.query} />`;
    case 'webhooks':
      return html`<${WebhooksView} />`;
    case 'deliveries':
      return html`<${DeliveriesView} key=${page.webhookId} webhookId=${page.webhookId} />`;
    default:
      return html`<${MerchantView} user=${user} />`;
  }
}

function viewOf(page: ShopPage): unknown {
  switch (page.name) {
    case 'browse':
      return html`<${BrowseView} category=${page.category} query=${page.query} />`;
    case 'product':
      return html`<${ProductView} key=${page.productId} productId=${page.productId} />`;
    case 'cart':
      return html`<${CartView} />`;
    case 'checkout':
      return html`<${CheckoutView} />`;
    case 'orders':
      return html`<${OrdersView} status=${page.status} query=${page.query} />`;
    case 'order':
      return html`<${OrderView} key=${page.orderId} orderId=${page.orderId} />`;
    case 'notifications':
      return html`<${NotificationsView} />`;
    case 'operations':
      return html`<${OperationsView} />`;
    default:
      return html`<${MerchantPage} page=${page} />`;
  }
}

export function Shop({ page }: { page: ShopPage }): VNode {
  return html`<${ShopNav} page=${page.name} />${viewOf(page)}`;
}
