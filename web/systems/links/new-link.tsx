// The form that creates a link.
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CreateLink, Link } from '../../../lambdas/links/contract.ts';
import { FailureAlert, useAction } from '../../kit/action.tsx';
import { createAttemptKeys } from '../../kit/requests/attempt-key.ts';
import { announce } from '../../kit/status.tsx';
import { createLink } from './api.ts';
import { copyShortUrl } from './link-item.tsx';
import { withoutScheme } from './short-url.ts';

function linkOf(form: HTMLFormElement): CreateLink {
  const fields = new FormData(form);
  const alias = String(fields.get('alias') ?? '').trim();
  const expires = String(fields.get('expires') ?? '');
  return {
    url: String(fields.get('url') ?? ''),
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
  const { busy, failure, run } = useAction();
  const keys = useMemo(() => createAttemptKeys(), []);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void run(async () => {
      const wanted = linkOf(form);
      const link = await createLink(wanted, keys.keyFor(wanted));
      keys.settle();
      form.reset();
      onMade(link);
      announce('The short link is ready.');
    });
  };

  return (
    <section class="card new-link" aria-labelledby="new-link">
      <h2 id="new-link">Create a link</h2>
      <form onSubmit={submit}>
        <div class="field">
          <label for="url">URL to shorten</label>
          <input id="url" name="url" type="url" maxlength={2048} placeholder="https://…" autocomplete="off" required />
        </div>
        <div class="field">
          <label for="alias">
            Alias <span class="optional">optional</span>
          </label>
          <input
            id="alias"
            name="alias"
            pattern="[0-9A-Za-z\-]{4,32}"
            title="4 to 32 letters, digits or -"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-describedby="alias-hint"
          />
          <p class="hint" id="alias-hint">
            4 to 32 letters, digits or “-”. Leave it empty for a random code.
          </p>
        </div>
        <div class="field">
          <label for="expires">
            Expires <span class="optional">optional</span>
          </label>
          <input id="expires" name="expires" type="datetime-local" aria-describedby="expires-hint" />
          <p class="hint" id="expires-hint">
            In your local time. Leave it empty for no expiry.
          </p>
        </div>
        <div class="field check">
          <input id="permanent" name="permanent" type="checkbox" aria-describedby="permanent-hint" />
          <label for="permanent">Permanent</label>
          <p class="hint" id="permanent-hint">
            Browsers cache the redirect (301), so repeated clicks may not be counted.
          </p>
        </div>
        <FailureAlert failure={failure} />
        <button type="submit" class="primary wide" aria-disabled={busy}>
          {busy ? 'Shortening…' : 'Shorten'}
        </button>
      </form>
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
