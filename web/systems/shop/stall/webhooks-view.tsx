// The endpoints that receive a merchant's order events.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { NewWebhook, Webhook } from '../../../../lambdas/webhooks/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Moment } from '../../../kit/moment.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { announce } from '../../../kit/status.tsx';
import { deleteWebhook, enableWebhook, listWebhooks, rotateSecret } from './merchant-api.ts';
import { MerchantTabs } from './merchant-tabs.tsx';
import { NewWebhookForm } from './new-webhook.tsx';
import { WebhookSecret } from './webhook-secret.tsx';
import { eventNames } from './webhook-words.ts';

interface ItemProps {
  readonly webhook: Webhook;
  readonly onChange: (webhook: Webhook) => void;
  readonly onDelete: () => void;
}

function Item({ webhook, onChange, onDelete }: ItemProps): VNode {
  const { webhookId, url, events, enabled, disabledReason, failures, createdAt } = webhook;
  const { busy, failure, run } = useAction();
  const [rotated, setRotated] = useState<NewWebhook>();
  const enable = (): Promise<void> =>
    run(async () => {
      onChange(await enableWebhook(webhookId));
      announce(`${url} is enabled again.`);
    });
  const rotate = (): Promise<void> => run(async () => setRotated(await rotateSecret(webhookId)));
  const of = <span class="visually-hidden"> {url}</span>;
  return (
    <li class="card">
      <h3 class="short">
        <a href={`#/merchant/webhooks/${webhookId}`}>{url}</a>
      </h3>
      <p class="facts">
        <span class={enabled ? 'badge' : 'badge ended'}>{enabled ? 'Enabled' : 'Disabled'}</span>
        {events.map((event) => (
          <span>{eventNames[event]}</span>
        ))}
        {failures > 0 && <span>{failures} consecutive failures</span>}
        <span>
          Created <Moment at={createdAt} />
        </span>
      </p>
      {disabledReason && <p class="stock none">{disabledReason}</p>}
      <div class="actions">
        <a class="button" href={`#/merchant/webhooks/${webhookId}`}>
          Deliveries{of}
        </a>
        {!enabled && (
          <button type="button" aria-disabled={busy} onClick={enable}>
            Enable{of}
          </button>
        )}
        <button type="button" aria-disabled={busy} onClick={rotate}>
          New secret{of}
        </button>
        <button type="button" class="quiet danger-text" onClick={onDelete}>
          Delete{of}
        </button>
      </div>
      {rotated && <WebhookSecret webhook={rotated} />}
      <FailureAlert failure={failure} />
    </li>
  );
}

export function WebhooksView(): VNode {
  const [webhooks, setWebhooks] = useState<readonly Webhook[]>();
  const [doomed, setDoomed] = useState<Webhook>();
  const [removed, setRemoved] = useState<string>();
  const action = useAction();
  const heading = useRef<HTMLHeadingElement>(null);
  const load = (): Promise<void> => action.run(async () => setWebhooks([...(await listWebhooks()).items]));
  useEffect(() => void load(), []);
  useLayoutEffect(() => {
    // The focused button is gone with its webhook.
    if (removed !== undefined) heading.current?.focus();
  }, [removed]);
  const remove = async ({ webhookId, url }: Webhook): Promise<void> => {
    await deleteWebhook(webhookId);
    setWebhooks((shown) => shown?.filter((one) => one.webhookId !== webhookId));
    setDoomed(undefined);
    setRemoved(webhookId);
    announce(`${url} receives nothing more.`);
  };
  const change = (webhook: Webhook): void =>
    setWebhooks((shown) => shown?.map((one) => (one.webhookId === webhook.webhookId ? webhook : one)));
  return (
    <>
      <MerchantTabs at="Webhooks" />
      <div class="columns">
        <NewWebhookForm onMade={(webhook: Webhook) => setWebhooks((shown) => [webhook, ...(shown ?? [])])} />
        <section aria-labelledby="webhooks">
          <h2 id="webhooks" ref={heading} tabindex={-1}>
            Your webhooks
          </h2>
          {!webhooks && <Pending action={action} again={load} />}
          {webhooks?.length === 0 && (
            <p class="empty">
              No webhooks yet. Add an endpoint to receive an event for every order with your products.
            </p>
          )}
          {webhooks && webhooks.length > 0 && (
            <ul class="links">
              {webhooks.map((webhook) => (
                <Item key={webhook.webhookId} webhook={webhook} onChange={change} onDelete={() => setDoomed(webhook)} />
              ))}
            </ul>
          )}
        </section>
      </div>
      {doomed && (
        <ConfirmDialog
          title="Delete this webhook?"
          text={`${doomed.url} receives nothing more, including pending deliveries.`}
          verb="Delete"
          work={() => remove(doomed)}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </>
  );
}
