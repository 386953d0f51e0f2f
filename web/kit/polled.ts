// Polls a value while the user looks at the page, until the value is final.
import { useEffect, useState } from 'preact/hooks';
import { describe, type FailureText } from './requests/failure.ts';
import type { Seen } from './requests/request.ts';

interface PolledOptions<T> {
  /** A different key means a different thing, which is read from the start. */
  readonly key: string;
  /** Resolves to `undefined` when nothing has changed. */
  readonly read: (seen: Seen) => Promise<T | undefined>;
  /** Time until the next read; `undefined` once the value is final. */
  readonly waitMs: (value: T, sinceMs: number) => number | undefined;
}

export interface Polled<T> {
  readonly value: T | undefined;
  readonly failure: FailureText | undefined;
  readonly busy: boolean;
  /** Reads now. */
  again(): void;
}

/** Delay after a failure: short enough to notice that the service is back, without loading it. */
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
    /** A hidden page sends no requests; it sends one as soon as it is visible again. */
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
