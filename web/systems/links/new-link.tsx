// The form that creates a link.
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CreateLink, Link } from '../../../lambdas/links/contract.ts';
import { Check, Field, Form, textOf } from '../../kit/form.tsx';
import { createAttemptKeys } from '../../kit/requests/attempt-key.ts';
import { announce } from '../../kit/status.tsx';
import { createLink } from './api.ts';
import { copyShortUrl } from './link-item.tsx';
import { withoutScheme } from './short-url.ts';

function linkOf(fields: FormData): CreateLink {
  const alias = textOf(fields, 'alias').trim();
  const expires = textOf(fields, 'expires');
  return {
    url: textOf(fields, 'url'),
    ...(alias && { alias }),
    // The date field gives local time without a zone; the API takes UTC only.
    ...(expires && { expiresAt: new Date(expires).toISOString() }),
    ...(fields.has('permanent') && { permanent: true }),
  };
}

interface NewLinkProps {
  /** The link created last, until it is deleted. */
  readonly made: Link | undefined;
  readonly onMade: (link: Link) => void;
}

export function NewLink({ made, onMade }: NewLinkProps): VNode {
  const keys = useMemo(() => createAttemptKeys(), []);
  const send = async (fields: FormData, form: HTMLFormElement): Promise<void> => {
    const wanted = linkOf(fields);
    const link = await createLink(wanted, keys.keyFor(wanted));
    keys.settle();
    form.reset();
    onMade(link);
    announce('The short link is ready.');
  };

  return (
    <section class="card new-link" aria-labelledby="new-link">
      <h2 id="new-link">Create a link</h2>
      <Form verb="Shorten" doing="Shortening…" send={send}>
        <Field
          label="URL to shorten"
          name="url"
          type="url"
          maxlength={2048}
          placeholder="https://…"
          autocomplete="off"
          required
        />
        <Field
          label="Alias"
          name="alias"
          pattern="[0-9A-Za-z\-]{4,32}"
          title="4 to 32 letters, digits or -"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          hint="4 to 32 letters, digits or “-”. Leave it empty for a random code."
        />
        <Field
          label="Expires"
          name="expires"
          type="datetime-local"
          hint="In your local time. Leave it empty for no expiry."
        />
        <Check
          label="Permanent"
          name="permanent"
          hint="Browsers cache the redirect (301), so repeated clicks may not be counted."
        />
      </Form>
      {made && (
        <div class="made">
          <p class="hint">Your short link</p>
          <a class="short" href={made.shortUrl} target="_blank" rel="noopener">
            {withoutScheme(made.shortUrl)}
          </a>
          <button type="button" onClick={() => copyShortUrl(made)}>
            Copy<span class="visually-hidden"> the new link</span>
          </button>
        </div>
      )}
    </section>
  );
}
