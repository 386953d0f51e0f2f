// A list of orders with filters: a customer's own, or a merchant's.
import type { ComponentChildren, VNode } from 'preact';
import type { CancelReason, OrderSummary } from '../../../../lambdas/orders/contract.ts';
import { addressOf } from '../../../kit/address.ts';
import { Moment } from '../../../kit/moment.tsx';
import { Paged, usePages } from '../../../kit/pages.tsx';
import { SearchField } from '../../../kit/search-field.tsx';
import type { OrderFilter, Orders } from '../api.ts';
import { price } from '../money.ts';
import { statuses } from './saga-words.ts';

const why: Readonly<Record<CancelReason, string>> = {
  OUT_OF_STOCK: 'Out of stock',
  PAYMENT_DECLINED: 'Card declined',
  PAYMENT_UNAVAILABLE: 'Provider unavailable',
  CUSTOMER_CANCELLED: 'By the customer',
  TIMED_OUT: 'Timed out',
};

interface OrderListProps {
  /** The list's address: `#/orders`. */
  readonly address: string;
  readonly filter: OrderFilter;
  readonly read: (filter: OrderFilter, cursor?: string) => Promise<Orders>;
  /** True if items link to their orders, which only the order's owner may open. */
  readonly linked: boolean;
  readonly nothing: ComponentChildren;
}

function Item({ order, linked }: { order: OrderSummary; linked: boolean }): VNode {
  const { orderId, status, reason, lines, totalCents, placedAt } = order;
  const names = lines.map(({ name, quantity }) => (quantity > 1 ? `${quantity} × ${name}` : name)).join(', ');
  return (
    <li class="card order-item">
      <h2>{linked ? <a href={`#/orders/${orderId}`}>{names}</a> : names}</h2>
      <p class="facts">
        <span class={`badge ${status.toLowerCase()}`}>{statuses[status]}</span>
        {reason && <span>{why[reason]}</span>}
        <span>
          <Moment at={placedAt} />
        </span>
        <code>{orderId}</code>
      </p>
      <p class="price">{price(totalCents)}</p>
    </li>
  );
}

function List({ filter, read, linked, nothing }: Omit<OrderListProps, 'address'>): VNode {
  const pages = usePages(
    (cursor) => read(filter, cursor),
    ({ orderId }: OrderSummary) => orderId,
  );
  const narrowed = filter.status !== undefined || filter.query !== undefined;
  const noMatch = (
    <>
      <p>No order matches.</p>
      <p>New orders and statuses are searchable within seconds.</p>
    </>
  );
  return (
    <Paged pages={pages} empty={narrowed ? noMatch : nothing}>
      <ul class="links" ref={pages.list} aria-label="Orders">
        {pages.items.map((order) => (
          <Item key={order.orderId} order={order} linked={linked} />
        ))}
      </ul>
    </Paged>
  );
}

export function OrderList({ address, filter, ...rest }: OrderListProps): VNode {
  const { status, query } = filter;
  const chip = (name: string, of: string | undefined) => (
    <li>
      <a
        class="chip"
        href={addressOf(address, { status: of, query })}
        aria-current={of === status ? 'true' : undefined}
      >
        {name}
      </a>
    </li>
  );
  return (
    <>
      <div class="page-head">
        <ul class="chips" aria-label="Status">
          {chip('All', undefined)}
          {Object.entries(statuses).map(([id, name]) => chip(name, id))}
        </ul>
        <SearchField
          label="Search by product"
          value={query ?? ''}
          addressFor={(words: string) => addressOf(address, { status, query: words })}
        />
      </div>
      <List key={`${status}?${query}`} filter={filter} {...rest} />
    </>
  );
}
