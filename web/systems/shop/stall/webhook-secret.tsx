// The secret of a webhook, which is shown only once: when it is made and when it is replaced.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { NewWebhook } from '../../../../lambdas/webhooks/contract.ts';
import { Moment } from '../../../kit/moment.tsx';
import { announce } from '../../../kit/status.tsx';

export function WebhookSecret({ webhook }: { webhook: NewWebhook }): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [webhook.secret]);
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
      {webhook.formerSecretUntil && (
        <p class="hint">
          Until <Moment at={webhook.formerSecretUntil} />, deliveries are signed with the secret before it as well.
        </p>
      )}
      <button type="button" onClick={copy}>
        Copy<span class="visually-hidden"> the secret</span>
      </button>
    </div>
  );
}
