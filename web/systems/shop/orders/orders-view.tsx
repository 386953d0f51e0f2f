// A customer's orders.
import type { VNode } from 'preact';
import { Heading } from '../../../kit/heading.tsx';
import { listOrders, type OrderFilter } from '../api.ts';
import { OrderList } from './order-list.tsx';

export function OrdersView({ status, query }: OrderFilter): VNode {
  const nothing = (
    <>
      <p>No orders yet. Your first order appears here within moments.</p>
      <p>
        <a href="#/shop">Browse the shop</a>
      </p>
    </>
  );
  return (
    <>
      <Heading>Your orders</Heading>
      <OrderList
        address="#/orders"
        filter={{ ...(status && { status }), ...(query && { query }) }}
        read={listOrders}
        linked={true}
        nothing={nothing}
      />
    </>
  );
}
