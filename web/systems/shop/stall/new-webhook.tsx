// The form that creates a webhook, and its secret, which is shown only once.
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { NewWebhook, Subscribable, Webhook } from '../../../../lambdas/webhooks/contract.ts';
import { Check, Field, Form, textOf } from '../../../kit/form.tsx';
import { createAttemptKeys } from '../../../kit/requests/attempt-key.ts';
import { createWebhook } from './merchant-api.ts';
import { WebhookSecret } from './webhook-secret.tsx';
import { eventNames } from './webhook-words.ts';

const events = Object.entries(eventNames) as [Subscribable, string][];
const chosenOf = (fields: FormData): Subscribable[] => events.map(([name]) => name).filter((name) => fields.has(name));

export function NewWebhookForm({ onMade }: { onMade: (webhook: Webhook) => void }): VNode {
  const [made, setMade] = useState<NewWebhook>();
  const keys = useMemo(() => createAttemptKeys(), []);
  const [none, setNone] = useState(false);
  const isReady = (fields: FormData): boolean => {
    setNone(chosenOf(fields).length === 0);
    return chosenOf(fields).length > 0;
  };
  const send = async (fields: FormData, form: HTMLFormElement): Promise<void> => {
    const wish = { url: textOf(fields, 'url'), events: chosenOf(fields) };
    const webhook = await createWebhook(wish, keys.keyFor(wish));
    keys.settle();
    form.reset();
    setMade(webhook);
    const { secret: _, ...shown } = webhook;
    onMade(shown);
  };
  return (
    <section class="card" aria-labelledby="new-webhook">
      <h2 id="new-webhook">Add a webhook</h2>
      <Form verb="Add webhook" doing="Adding…" isReady={isReady} send={send}>
        <Field
          label="Endpoint URL"
          id="webhook-url"
          name="url"
          type="url"
          maxlength={2048}
          placeholder="https://…"
          autocomplete="off"
          required
        />
        <fieldset>
          <legend>Events</legend>
          {events.map(([name, words]) => (
            <Check key={name} label={words} name={name} defaultChecked />
          ))}
        </fieldset>
        {none && (
          <p class="danger-text" role="alert">
            Choose at least one.
          </p>
        )}
      </Form>
      {made && <WebhookSecret webhook={made} />}
    </section>
  );
}
