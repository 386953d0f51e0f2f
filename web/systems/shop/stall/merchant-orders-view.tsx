// Orders that contain a merchant's products; shows only the merchant's lines.
import type { VNode } from 'preact';
import type { OrderFilter } from '../api.ts';
import { OrderList } from '../orders/order-list.tsx';
import { listMerchantOrders } from './merchant-api.ts';
import { MerchantTabs } from './merchant-tabs.tsx';

export function MerchantOrdersView({ status, query }: OrderFilter): VNode {
  return (
    <>
      <MerchantTabs at="Orders" />
      <OrderList
        address="#/merchant/orders"
        filter={{ ...(status && { status }), ...(query && { query }) }}
        read={listMerchantOrders}
        linked={false}
        nothing="No orders with your products yet."
      />
    </>
  );
}
