// Shows the signed-in user.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { User } from '../../../lambdas/users/contract.ts';
import { useAction } from '../../kit/action.tsx';
import { Heading } from '../../kit/heading.tsx';
import { Pending } from '../../kit/pending.tsx';
import { getMe } from '../../shell/account.ts';

export function AccountView(): VNode {
  const [me, setMe] = useState<User>();
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => setMe(await getMe()));
  useEffect(() => void load(), []);
  return (
    <>
      <Heading>Your account</Heading>
      {!me && <Pending action={action} again={load} />}
      {me && (
        <dl class="card facts-list">
          <dt>Name</dt>
          <dd>{me.displayName}</dd>
          <dt>E-mail</dt>
          <dd>{me.email}</dd>
          <dt>Roles</dt>
          <dd>{me.roles.join(', ') || 'customer'}</dd>
        </dl>
      )}
    </>
  );
}
