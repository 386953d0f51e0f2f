// Who is signed in.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { User } from '../lambdas/users/contract.ts';
import { FailureAlert, useAction } from './action.ts';
import { getMe } from './api.ts';
import { Heading } from './heading.ts';

export function AccountView(): VNode {
  const [me, setMe] = useState<User>();
  const { failure, run } = useAction();
  useEffect(() => void run(async () => setMe(await getMe())), []);
  return html`
    <${Heading} title="Your account">Your account</${Heading}>
    <${FailureAlert} failure=${failure} />
    ${
      me &&
      html`<dl class="card facts-list">
        <dt>Name</dt><dd>${me.displayName}</dd>
        <dt>E-mail</dt><dd>${me.email}</dd>
        <dt>Roles</dt><dd>${me.roles.join(', ') || 'customer'}</dd>
      </dl>`
    }
  `;
}
