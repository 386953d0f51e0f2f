// The shop's systems on the map.
import type { Station } from '../../shell/system.ts';

export const stations: readonly [Station, ...Station[]] = [
  {
    name: 'Catalog',
    design: 'The shop’s products: sharded, cached, searchable.',
    behind: 'A sharded table and its outbox in DynamoDB, a cache in the function.',
    service: 'catalog',
    href: '#/shop',
  },
  {
    name: 'Cart',
    design: 'For guests and users, at the catalog’s prices.',
    behind: 'DynamoDB, and a copy of the prices that follows the catalog’s events.',
    service: 'cart',
    href: '#/cart',
  },
  {
    name: 'Orders',
    design: 'A saga, recorded as events.',
    behind: 'Step Functions, a table of events, and views that follow its stream.',
    service: 'orders',
    href: '#/orders',
  },
  {
    name: 'Inventory',
    design: 'Stock reserved with leases, never oversold.',
    behind: 'Sharded counts and leases in DynamoDB, swept every minute.',
    service: 'inventory',
    href: '#/merchant',
  },
  {
    name: 'Payments',
    design: 'A provider that can fail, behind a circuit breaker.',
    behind: 'A ledger in DynamoDB, a circuit breaker shared by all functions, a simulated bank.',
    service: 'payments',
    href: '#/operations',
  },
  {
    name: 'Notifications',
    design: 'Each one sent once, in the app and by e-mail.',
    behind: 'EventBridge, a queue, SES.',
    service: 'notifications',
    href: '#/notifications',
  },
  {
    name: 'Webhooks',
    design: 'Signed, retried, and logged for merchants.',
    behind: 'EventBridge, a queue with delays, HMAC signatures.',
    service: 'webhooks',
    href: '#/merchant/webhooks',
  },
];
