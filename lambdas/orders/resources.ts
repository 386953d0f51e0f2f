// Resources of the orders service: the events of each order, and the views built from them.
import { number, string, table } from '../shared/base/resources.ts';

/** Names of the environment variables that bind this service's functions to its resources. */
export const bindings = {
  eventsTable: 'ORDER_EVENTS_TABLE',
  viewsTable: 'ORDER_VIEWS_TABLE',
  sagaArn: 'ORDER_SAGA_ARN',
  checkout: 'CHECKOUT_FUNCTION',
} as const;

export const tables = {
  // An order id is a uniform hash; the shards are for the index of open orders, which gets every new one.
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
