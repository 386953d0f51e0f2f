// Shows its content to merchants only.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { User } from '../../../../lambdas/users/contract.ts';
import { useAction } from '../../../kit/action.tsx';
import { Heading } from '../../../kit/heading.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { useStore } from '../../../kit/store.ts';
import { loadMe, me } from '../../../shell/me.ts';

export function ForMerchants({ children }: { children: (user: User) => VNode }): VNode {
  const user = useStore(me);
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => void (await loadMe()));
  useEffect(() => void load(), []);
  if (!user)
    return (
      <>
        <Heading title="Merchant">Your stall</Heading>
        <Pending action={action} again={load} />
      </>
    );
  if (!user.roles.includes('merchant'))
    return (
      <>
        <Heading title="Merchant">For merchants</Heading>
        <p class="empty">
          You are signed in as a customer. On the local target, sign in as the demo merchant that <code>npm start</code>{' '}
          prints.
        </p>
      </>
    );
  return children(user);
}
