// One link of the list: its target, its redirect, and its actions.
import type { VNode } from 'preact';
import type { Link } from '../../../lambdas/links/contract.ts';
import { Moment } from '../../kit/moment.tsx';
import { announce } from '../../kit/status.tsx';
import { QrButton } from './qr-code.tsx';
import { withoutScheme } from './short-url.ts';

/** Some browsers refuse to let a page write to the clipboard; the link stays visible to be copied by hand. */
export async function copyShortUrl({ shortUrl }: Link): Promise<void> {
  try {
    await navigator.clipboard.writeText(shortUrl);
    announce(`Copied ${shortUrl}`);
  } catch {
    announce('The browser did not allow copying. Select the link and copy it yourself.');
  }
}

export function LinkFacts({ link }: { link: Link }): VNode {
  const { createdAt, expiresAt, permanent } = link;
  const expired = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  return (
    <p class="facts">
      {expired && <span class="badge ended">Expired</span>}
      <span class="badge">{permanent ? '301 permanent' : '302 temporary'}</span>
      <span>
        Created <Moment at={createdAt} />
      </span>
      {expiresAt !== null && (
        <span>
          {expired ? 'Expired' : 'Expires'} <Moment at={expiresAt} />
        </span>
      )}
    </p>
  );
}

export function LinkItem({ link, onDelete }: { link: Link; onDelete: () => void }): VNode {
  const of = <span class="visually-hidden"> {link.code}</span>;
  return (
    <li class="card link">
      <a class="short" href={link.shortUrl} target="_blank" rel="noopener">
        {withoutScheme(link.shortUrl)}
      </a>
      <p class="target">{link.url}</p>
      <LinkFacts link={link} />
      <div class="actions">
        <button type="button" onClick={() => copyShortUrl(link)}>
          Copy{of}
        </button>
        <QrButton link={link} of={of} />
        <a class="button" href={`#/links/${link.code}`}>
          Clicks{of}
        </a>
        <button type="button" class="quiet danger-text" onClick={onDelete}>
          Delete{of}
        </button>
      </div>
    </li>
  );
}
