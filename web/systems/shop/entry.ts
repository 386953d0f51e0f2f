// The console's entry for the shop, which consists of seven systems.
import { system } from '../../shell/system.ts';
import { stations } from './stations.ts';

const productId = '[0-9A-Za-z]{16}';

export const entry = system({
  title: 'Shop',
  group: 'Shop',
  stations,
  routes: {
    browse: { path: '/shop', query: ['category', 'query'], title: 'Shop', isPublic: true },
    product: { path: '/shop/:productId', where: { productId }, title: 'Product', isPublic: true },
    cart: { path: '/cart', title: 'Cart', isPublic: true },
    checkout: { path: '/checkout', title: 'Check out' },
    orders: { path: '/orders', query: ['status', 'query'], title: 'Your orders' },
    order: { path: '/orders/:orderId', where: { orderId: '[0-9A-Za-z]{20}' }, title: 'Order :orderId' },
    notifications: { path: '/notifications', title: 'Notifications' },
    merchant: { path: '/merchant', title: 'Merchant: products' },
    'new-product': { path: '/merchant/products/new', title: 'New product' },
    'edit-product': { path: '/merchant/products/:productId', where: { productId }, title: 'Edit a product' },
    'merchant-orders': { path: '/merchant/orders', query: ['status', 'query'], title: 'Merchant: orders' },
    webhooks: { path: '/merchant/webhooks', title: 'Merchant: webhooks' },
    deliveries: { path: '/merchant/webhooks/:webhookId', where: { webhookId: '[\\w-]{1,64}' }, title: 'Deliveries' },
    operations: { path: '/operations', title: 'Operations', isPublic: true },
  },
  goal: {
    title: 'Sign in to continue in the shop',
    lead: 'Your cart comes with you. Order with a test card, and watch every step.',
    points: [
      ['An order is a saga.', 'Every step has a compensation; you see both.'],
      ['Nobody is charged twice.', 'Not after a retry, a lost response or a double click.'],
      ['No real money moves.', 'The payment provider is simulated.'],
    ],
  },
  load: () => import('./pages.tsx'),
});
