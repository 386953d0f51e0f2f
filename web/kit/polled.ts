// What is asked for again and again while somebody looks, until there is nothing more to come.
import { useEffect, useState } from 'preact/hooks';
import { describe, type FailureText } from './requests/failure.ts';
import type { Seen } from './requests/request.ts';

interface PolledOptions<T> {
  /** Another key is another thing, asked for from the start. */
  readonly key: string;
  /** `undefined`: as it was. */
  readonly read: (seen: Seen) => Promise<T | undefined>;
  /** How long until it is asked for again; `undefined` once it will not change any more. */
  readonly waitMs: (value: T, sinceMs: number) => number | undefined;
}

export interface Polled<T> {
  readonly value: T | undefined;
  readonly failure: FailureText | undefined;
  readonly busy: boolean;
  /** Asks now. */
  again(): void;
}

/** After a failure: often enough to see the service come back, and no burden on it. */
const RETRY_MS = 4_000;

export function usePolled<T>({ key, read, waitMs }: PolledOptions<T>): Polled<T> {
  const [value, setValue] = useState<T>();
  const [failure, setFailure] = useState<FailureText>();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(0);
  useEffect(() => setValue(undefined), [key]);
  useEffect(() => {
    const seen: Seen = {};
    const startedMs = performance.now();
    let known: T | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;

    async function ask(): Promise<void> {
      setBusy(true);
      let next: number | undefined = RETRY_MS;
      try {
        const answer = await read(seen);
        if (left) return;
        known = answer ?? known;
        if (answer !== undefined) setValue(() => answer);
        setFailure(undefined);
        if (known !== undefined) next = waitMs(known, performance.now() - startedMs);
      } catch (error) {
        if (left) return;
        setFailure(describe(error));
      }
      setBusy(false);
      if (next !== undefined) timer = setTimeout(whenSeen, next);
    }
    /** A page that nobody looks at asks nothing; when it is looked at again, it asks at once. */
    function whenSeen(): void {
      if (document.visibilityState === 'visible') void ask();
      else document.addEventListener('visibilitychange', whenSeen, { once: true });
    }
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', whenSeen);
    };
  }, [key, asked]);
  return { value, failure, busy, again: () => setAsked((before) => before + 1) };
}
