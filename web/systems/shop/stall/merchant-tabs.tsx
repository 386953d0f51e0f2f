// The tabs of the merchant's three pages.
import type { VNode } from 'preact';
import { Heading } from '../../../kit/heading.tsx';

const tabs = [
  ['#/merchant', 'Products'],
  ['#/merchant/orders', 'Orders'],
  ['#/merchant/webhooks', 'Webhooks'],
] as const;

export function MerchantTabs({ at }: { at: (typeof tabs)[number][1] }): VNode {
  return (
    <>
      <Heading>Your stall</Heading>
      <nav class="tabs" aria-label="Merchant">
        {tabs.map(([href, name]) => (
          <a href={href} aria-current={name === at ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
    </>
  );
}
