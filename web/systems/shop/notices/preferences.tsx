// The notifications that the user wants, and their channels.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Kind, Preferences } from '../../../../lambdas/notifications/contract.ts';
import { useAction } from '../../../kit/action.tsx';
import { Form } from '../../../kit/form.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { announce } from '../../../kit/status.tsx';
import { useStore } from '../../../kit/store.ts';
import { me } from '../../../shell/me.ts';
import { getPreferences, putPreferences } from '../api.ts';

const kinds: readonly (readonly [Kind, string])[] = [
  ['orderPlaced', 'Order placed'],
  ['orderConfirmed', 'Order confirmed'],
  ['orderCancelled', 'Order cancelled'],
  ['webhookDisabled', 'Webhook disabled'],
];
const channels = [
  ['inApp', 'In the app'],
  ['email', 'E-mail'],
] as const;

export function PreferencesForm(): VNode {
  const [wish, setWish] = useState<Preferences>();
  const isMerchant = useStore(me)?.roles.includes('merchant') ?? false;
  const reading = useAction();
  const load = (): Promise<void> => reading.run(async () => setWish(await getPreferences()));
  useEffect(() => void load(), []);
  const send = async (): Promise<void> => {
    if (!wish) return;
    setWish(await putPreferences(wish));
    announce('Saved. The change applies from now on.');
  };
  const box = (kind: Kind, kindName: string, channel: 'inApp' | 'email', channelName: string) => (
    <td>
      <input
        type="checkbox"
        aria-label={`${kindName}: ${channelName}`}
        checked={wish?.[kind][channel]}
        onChange={(event: Event) =>
          wish &&
          setWish({ ...wish, [kind]: { ...wish[kind], [channel]: (event.currentTarget as HTMLInputElement).checked } })
        }
      />
    </td>
  );
  return (
    <section class="card preferences" aria-labelledby="preferences">
      <h2 id="preferences">Notification preferences</h2>
      {!wish && <Pending action={reading} again={load} />}
      {wish && (
        <Form verb="Save" doing="Saving…" button="" send={send}>
          <table>
            <thead>
              <tr>
                <td />
                {channels.map(([, name]) => (
                  <th scope="col">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {kinds
                .filter(([kind]) => kind !== 'webhookDisabled' || isMerchant)
                .map(([kind, name]) => (
                  <tr key={kind}>
                    <th scope="row">{name}</th>
                    {channels.map(([channel, channelName]) => box(kind, name, channel, channelName))}
                  </tr>
                ))}
            </tbody>
          </table>
        </Form>
      )}
    </section>
  );
}
