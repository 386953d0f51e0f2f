// The form that creates a webhook, and its secret, which is shown only once.
import type { VNode } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { NewWebhook, Subscribable, Webhook } from '../../../../lambdas/webhooks/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { createAttemptKeys } from '../../../kit/requests/attempt-key.ts';
import { announce } from '../../../kit/status.tsx';
import { createWebhook } from './merchant-api.ts';
import { eventNames } from './webhook-words.ts';

const events = Object.entries(eventNames) as [Subscribable, string][];

function Secret({ webhook }: { webhook: NewWebhook }): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [webhook.webhookId]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(webhook.secret);
      announce('Copied the secret.');
    } catch {
      announce('The browser did not allow copying. Select the secret and copy it yourself.');
    }
  };
  return (
    <div class="made">
      <h3 ref={heading} tabindex={-1}>
        The secret of this webhook
      </h3>
      <code class="secret">{webhook.secret}</code>
      <p class="hint">It signs every delivery. Copy it now: it is not shown again.</p>
      <button type="button" onClick={copy}>
        Copy<span class="visually-hidden"> the secret</span>
      </button>
    </div>
  );
}

export function NewWebhookForm({ onMade }: { onMade: (webhook: Webhook) => void }): VNode {
  const [made, setMade] = useState<NewWebhook>();
  const keys = useMemo(() => createAttemptKeys(), []);
  const { busy, failure, run } = useAction();
  const [none, setNone] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const chosen = events.map(([name]) => name).filter((name) => fields.has(name));
    setNone(chosen.length === 0);
    if (chosen.length === 0) return;
    void run(async () => {
      const wish = { url: String(fields.get('url') ?? ''), events: chosen };
      const webhook = await createWebhook(wish, keys.keyFor(wish));
      keys.settle();
      form.reset();
      setMade(webhook);
      const { secret: _, ...shown } = webhook;
      onMade(shown);
    });
  };
  return (
    <section class="card" aria-labelledby="new-webhook">
      <h2 id="new-webhook">Add a webhook</h2>
      <form onSubmit={submit}>
        <div class="field">
          <label for="webhook-url">Endpoint URL</label>
          <input
            id="webhook-url"
            name="url"
            type="url"
            maxlength={2048}
            placeholder="https://…"
            autocomplete="off"
            required
          />
        </div>
        <fieldset>
          <legend>Events</legend>
          {events.map(([name, words]) => (
            <div class="field check">
              <input id={name} name={name} type="checkbox" defaultChecked />
              <label for={name}>{words}</label>
            </div>
          ))}
        </fieldset>
        {none && (
          <p class="danger-text" role="alert">
            Choose at least one.
          </p>
        )}
        <FailureAlert failure={failure} />
        <button type="submit" class="primary wide" aria-disabled={busy}>
          {busy ? 'Adding…' : 'Add webhook'}
        </button>
      </form>
      {made && <Secret webhook={made} />}
    </section>
  );
}
