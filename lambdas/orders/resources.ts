// What the orders service keeps: the events of each order, and the views made of them.
import { number, string, table } from '../shared/base/resources.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  eventsTable: 'ORDER_EVENTS_TABLE',
  viewsTable: 'ORDER_VIEWS_TABLE',
  sagaArn: 'ORDER_SAGA_ARN',
  checkout: 'CHECKOUT_FUNCTION',
} as const;

export const tables = {
  // An order id is a uniform hash; the shards are those of the index of open orders, which gets every new one.
  events: table('Orders', {
    env: bindings.eventsTable,
    partition: string('orderId'),
    sort: number('seq'),
    shards: 4,
    streamed: true,
    indexes: { open: { partition: string('open'), sort: number('placedAtMs'), projection: 'keys' } },
  }),
  views: table('Views', { env: bindings.viewsTable, partition: string('pk'), sort: string('sk') }),
} as const;
