// Your links: create one, and see the others, newest first.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Link } from '../../../lambdas/links/contract.ts';
import { FailureAlert, useAction } from '../../kit/action.tsx';
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx';
import { Heading } from '../../kit/heading.tsx';
import { Pending } from '../../kit/pending.tsx';
import { announce } from '../../kit/status.tsx';
import { deleteLink, listLinks } from './api.ts';
import { LinkItem } from './link-item.tsx';
import { NewLink } from './new-link.tsx';

/** Skips links already shown: a later page, or a list that lags behind, may repeat a link created here. */
const append = (links: readonly Link[], more: readonly Link[]): readonly Link[] => {
  const known = new Set(links.map(({ code }) => code));
  return [...links, ...more.filter(({ code }) => !known.has(code))];
};

export function LinksView(): VNode {
  const [links, setLinks] = useState<readonly Link[]>([]);
  const [loaded, setLoaded] = useState(false);
  const [cursor, setCursor] = useState<string>();
  const [made, setMade] = useState<Link>();
  const [doomed, setDoomed] = useState<Link>();
  const [removed, setRemoved] = useState<string>();
  const action = useAction();
  const { busy, failure, run } = action;
  const listHeading = useRef<HTMLHeadingElement>(null);

  const load = (from?: string): Promise<void> =>
    run(async () => {
      const page = await listLinks(from);
      setLinks((shown) => append(shown, page.items));
      setCursor(page.cursor);
      setLoaded(true);
      if (from !== undefined) announce(`${page.items.length} more links`);
    });
  useEffect(() => void load(), []);

  const remove = async ({ code }: Link): Promise<void> => {
    await deleteLink(code);
    setLinks((shown) => shown.filter((link) => link.code !== code));
    setMade((shown) => (shown?.code === code ? undefined : shown));
    setDoomed(undefined);
    setRemoved(code);
    announce(`Deleted ${code}`);
  };
  useLayoutEffect(() => {
    // The focused button is gone with its link. An effect, because nothing outside an open dialog can take the focus.
    if (removed !== undefined) listHeading.current?.focus();
  }, [removed]);

  const add = (link: Link): void => {
    setMade(link);
    setLinks((shown) => append([link], shown));
  };

  return (
    <>
      <Heading>Short links</Heading>
      <p>
        <a href="#/links/top">Top links of all users</a>
      </p>
      <div class="columns">
        <NewLink made={made} onMade={add} />
        <section aria-labelledby="your-links">
          <h2 id="your-links" ref={listHeading} tabindex={-1}>
            Your links
          </h2>
          {loaded ? <FailureAlert failure={failure} /> : <Pending action={action} again={() => load()} />}
          {links.length > 0 && (
            <ul class="links">
              {links.map((link) => (
                <LinkItem key={link.code} link={link} onDelete={() => setDoomed(link)} />
              ))}
            </ul>
          )}
          {loaded && links.length === 0 && <p class="empty">No links yet. Your first link appears here.</p>}
          {cursor !== undefined && (
            <button type="button" aria-disabled={busy} onClick={() => load(cursor)}>
              {busy ? 'Loading…' : 'Load more'}
            </button>
          )}
        </section>
      </div>
      {doomed && (
        <ConfirmDialog
          title={`Delete ${doomed.code}?`}
          text="Visitors will see that the link no longer exists. Its code is never reused."
          verb="Delete"
          work={() => remove(doomed)}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </>
  );
}
