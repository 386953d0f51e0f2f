// What the shop, which is seven systems, declares to the console.
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
    'edit-product': { path: '/merchant/products/:productId', where: { productId }, title: 'Change a product' },
    'merchant-orders': { path: '/merchant/orders', query: ['status', 'query'], title: 'Merchant: orders' },
    webhooks: { path: '/merchant/webhooks', title: 'Merchant: webhooks' },
    deliveries: { path: '/merchant/webhooks/:webhookId', where: { webhookId: '[\\w-]{1,64}' }, title: 'Deliveries' },
    operations: { path: '/operations', title: 'Operations', isPublic: true },
  },
  goal: {
    title: 'Sign in to go on in the shop',
    lead: 'What is in your cart comes along. Then order with a test card, and watch every step of it.',
    points: [
      ['An order is a saga.', 'Each step has its way back; you see both.'],
      ['Nobody is charged twice.', 'Not by a retry, not by a lost answer, not by two clicks.'],
      ['No real money moves.', 'The payment provider is a simulated one.'],
    ],
  },
  load: () => import('./pages.tsx'),
});
