// A paginated list: a button requests the next page, and the focus goes to its first item.
import type { ComponentChildren, RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Action, FailureAlert, useAction } from './action.tsx';
import { Pending } from './pending.tsx';
import { announce } from './status.tsx';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor?: string | undefined;
}

export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly loaded: boolean;
  readonly more: boolean;
  readonly action: Action;
  readonly list: RefObject<HTMLUListElement | null>;
  load(): Promise<void>;
  next(): Promise<void>;
  change(how: (items: readonly Item[]) => readonly Item[]): void;
}

/** Number of empty pages read in a row before the user is asked whether to look further. */
const EMPTY_PAGES = 5;

export function usePages<Item>(
  read: (cursor?: string) => Promise<Page<Item>>,
  idOf: (item: Item) => string,
): Pages<Item> {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [cursor, setCursor] = useState<string>();
  const [loaded, setLoaded] = useState(false);
  const [firstNew, setFirstNew] = useState<number>();
  const action = useAction();
  const list = useRef<HTMLUListElement>(null);

  async function readOn(from: string | undefined): Promise<Page<Item>> {
    let page = await read(from);
    for (let empty = 1; page.items.length === 0 && page.cursor && empty < EMPTY_PAGES; empty++)
      page = await read(page.cursor);
    return page;
  }

  const load = (): Promise<void> =>
    action.run(async () => {
      const page = await readOn(undefined);
      setItems(page.items);
      setCursor(page.cursor);
      setLoaded(true);
    });
  const next = (): Promise<void> =>
    action.run(async () => {
      const page = await readOn(cursor);
      // If the list moved in the meantime, the page repeats some items.
      const known = new Set(items.map(idOf));
      const fresh = page.items.filter((item) => !known.has(idOf(item)));
      if (fresh.length > 0) setFirstNew(items.length);
      setItems([...items, ...fresh]);
      setCursor(page.cursor);
      announce(fresh.length > 0 ? `${fresh.length} more` : 'No more items.');
    });
  useEffect(() => void load(), []);
  useLayoutEffect(() => {
    if (firstNew !== undefined) list.current?.children[firstNew]?.querySelector<HTMLElement>('a, button')?.focus();
  }, [firstNew]);
  return { items, loaded, more: cursor !== undefined, action, list, load, next, change: setItems };
}

interface PagedProps {
  /** Pages of any item type; the list itself renders them. */
  readonly pages: Pick<Pages<unknown>, 'items' | 'loaded' | 'more' | 'action' | 'load' | 'next'>;
  readonly empty: ComponentChildren;
  /** The list itself, shown when it has items. */
  readonly children: ComponentChildren;
}

export function Paged({ pages, empty, children }: PagedProps): VNode {
  const { items, loaded, more, action, load, next } = pages;
  if (!loaded) return <Pending action={action} again={load} />;
  return (
    <>
      {items.length > 0 && children}
      {items.length === 0 && !more && <div class="empty">{empty}</div>}
      <FailureAlert failure={action.failure} />
      {more && (
        <p class="more">
          <button type="button" aria-disabled={action.busy} onClick={next}>
            {action.busy ? 'Loading…' : items.length > 0 ? 'Load more' : 'Keep looking'}
          </button>
        </p>
      )}
    </>
  );
}
