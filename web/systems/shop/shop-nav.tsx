// The shop's own navigation: products, orders, the bell and the cart.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../../kit/store.ts';
import { session } from '../../shell/account.ts';
import { loadMe, me } from '../../shell/me.ts';
import { cart } from './cart/cart.ts';
import { MOST_COUNTED, unread } from './notices/notices.ts';

const icons = {
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20.5a2 2 0 0 0 4 0',
  cart: 'M3 4h2.5l2.2 11h10l2-8H6.4M9 20.2v.1M16.5 20.2v.1',
} as const;

interface IconLinkProps {
  readonly icon: keyof typeof icons;
  readonly href: string;
  readonly name: string;
  readonly count: number;
  readonly most: number;
  readonly here: 'page' | undefined;
}

function IconLink({ icon, href, name, count, most, here }: IconLinkProps): VNode {
  return (
    <a class="icon" href={href} aria-current={here}>
      <svg viewBox="0 0 24 24" width={24} height={24} aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
      <span class="visually-hidden">{name}</span>
      {count > 0 && <span class="count">{count < most ? count : `${most - 1}+`}</span>}
    </a>
  );
}

export function ShopNav({ page }: { page: string }): VNode {
  const signedIn = useStore(session) !== undefined;
  const roles = useStore(me)?.roles ?? [];
  const items = useStore(cart.shown)?.items ?? [];
  const notices = useStore(unread.count);
  useEffect(() => {
    // Each view reports its own failures; without an answer the navigation only shows fewer links.
    if (signedIn) loadMe().catch(() => {});
    cart.load().catch(() => {});
    return signedIn ? unread.watch() : undefined;
  }, [signedIn]);
  const here = (...names: string[]) => (names.includes(page) ? 'page' : undefined);
  const count = items.reduce((sum, { quantity, available }) => sum + (available ? quantity : 0), 0);
  return (
    <nav class="shop-nav" aria-label="Shop">
      <a href="#/shop" aria-current={here('browse', 'product')}>
        Products
      </a>
      {signedIn && (
        <a href="#/orders" aria-current={here('orders', 'order')}>
          Orders
        </a>
      )}
      {roles.includes('merchant') && (
        <a
          href="#/merchant"
          aria-current={here('merchant', 'merchant-orders', 'new-product', 'edit-product', 'webhooks', 'deliveries')}
        >
          Your stall
        </a>
      )}
      {roles.includes('admin') && (
        <a href="#/operations" aria-current={here('operations')}>
          Operations
        </a>
      )}
      <span class="icons">
        {signedIn && (
          <IconLink
            icon="bell"
            href="#/notifications"
            name={notices > 0 ? 'Notifications, unread: ' : 'Notifications'}
            count={notices}
            most={MOST_COUNTED}
            here={here('notifications')}
          />
        )}
        <IconLink
          icon="cart"
          href="#/cart"
          name={count > 0 ? 'Cart, items: ' : 'Cart'}
          count={count}
          most={1000}
          here={here('cart', 'checkout')}
        />
      </span>
    </nav>
  );
}
