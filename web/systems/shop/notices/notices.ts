// The number of unread notifications, polled while the user is in the shop.
import { describe } from '../../../kit/requests/failure.ts';
import type { Seen } from '../../../kit/requests/request.ts';
import { announce } from '../../../kit/status.tsx';
import { createStore } from '../../../kit/store.ts';
import { unreadNotifications } from '../api.ts';

const IDLE_MS = 10_000;
const EXPECTING_MS = 1_000;
/** A notification follows its event within moments; after this time the page stops polling fast. */
const EXPECTING_FOR_MS = 15_000;

export const MOST_COUNTED = 100;

function createUnread() {
  const count = createStore(0);
  let seen: Seen = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let expectUntilMs = 0;
  let watching = false;

  async function ask(announced: boolean): Promise<void> {
    const before = count.get();
    try {
      const page = await unreadNotifications(seen);
      if (!watching || page === undefined) return;
      count.set(page.items.length);
      const newest = page.items[0];
      if (page.items.length > before) {
        expectUntilMs = 0;
        if (announced && newest) announce(newest.title);
      }
    } catch (error) {
      // The bell shows no number rather than a wrong one; the list reports why it cannot be read.
      console.debug(describe(error).title);
    }
  }

  function next(): void {
    clearTimeout(timer);
    const wait = performance.now() < expectUntilMs ? EXPECTING_MS : IDLE_MS;
    timer = setTimeout(async () => {
      if (document.visibilityState === 'visible') await ask(true);
      if (watching) next();
    }, wait);
  }

  return {
    count,
    /** Polls until the returned function is called. */
    watch(): () => void {
      watching = true;
      seen = {};
      void ask(false).then(() => watching && next());
      return () => {
        watching = false;
        clearTimeout(timer);
        count.set(0);
      };
    },
    /** Polls faster: something just happened that the user is notified of. */
    expect(): void {
      expectUntilMs = performance.now() + EXPECTING_FOR_MS;
      if (watching) next();
    },
    /** Reads again, because the user just read some. */
    refresh: (): Promise<void> => ask(false),
  };
}

export const unread = createUnread();
