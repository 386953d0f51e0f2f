// Brings the shop's own code when somebody goes there, so that nobody else waits for it.
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useAction } from '../kit/action.tsx';
import { Pending } from '../kit/pending.tsx';
import type { ShopPage } from '../systems/shop/page.ts';

let loaded: ComponentType<{ page: ShopPage }> | undefined;

export function ShopLoader({ page }: { page: ShopPage }): VNode {
  const [Shop, setShop] = useState(() => loaded);
  const action = useAction();
  const load = (): Promise<void> =>
    action.run(async () => {
      loaded = (await import('../systems/shop/pages.tsx')).Shop;
      setShop(() => loaded);
    });
  useEffect(() => void (Shop || load()), []);
  return Shop ? <Shop page={page} /> : <Pending action={action} again={load} />;
}
