// Brings the shop's own code when somebody goes there, so that nobody else waits for it.
import { html } from 'htm/preact';
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useAction } from '../kit/action.ts';
import { Pending } from '../kit/pending.ts';
import type { ShopPage } from '../systems/shop/page.ts';

let loaded: ComponentType<{ page: ShopPage }> | undefined;

export function ShopLoader({ page }: { page: ShopPage }): VNode {
  const [shop, setShop] = useState(() => loaded);
  const action = useAction();
  const load = (): Promise<void> =>
    action.run(async () => {
      loaded = (await import('../systems/shop/pages.ts')).Shop;
      setShop(() => loaded);
    });
  useEffect(() => void (shop || load()), []);
  return shop ? html`<${shop} page=${page} />` : html`<${Pending} action=${action} again=${load} />`;
}
