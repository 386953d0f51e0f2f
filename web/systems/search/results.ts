// The results of the latest query. A newer query aborts the older one; the old results stay until the new ones arrive.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SearchHit, SearchPage } from '../../../lambdas/search/contract.ts';
import { describe, type FailureText } from '../../kit/requests/failure.ts';
import { announce } from '../../kit/status.tsx';
import { search } from './api.ts';

interface Results {
  /** The query of these results. */
  readonly q: string;
  readonly items: readonly SearchHit[];
  readonly total: number;
  readonly cursor?: string;
}

export interface Searching {
  readonly results: Results | undefined;
  readonly busy: boolean;
  readonly failure: FailureText | undefined;
  readonly again: () => void;
  readonly more: () => void;
}

const appended = (q: string, before: readonly SearchHit[], { items, total, cursor }: SearchPage): Results => ({
  q,
  items: [...before, ...items],
  total,
  ...(cursor !== undefined && { cursor }),
});

/** Sends no request when `q` is undefined. */
export function useSearch(q: string | undefined): Searching {
  const [results, setResults] = useState<Results>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureText>();
  const running = useRef<AbortController>(undefined);

  function ask(cursor?: string, before: readonly SearchHit[] = []): void {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setFailure(undefined);
    setBusy(q !== undefined);
    if (q === undefined) {
      setResults(undefined);
      return;
    }
    search(q, cursor, controller.signal)
      .then((page) => {
        if (controller.signal.aborted) return;
        setResults(appended(q, before, page));
        setBusy(false);
        if (before.length > 0) announce(`${page.items.length} more`);
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        setFailure(describe(error));
        setBusy(false);
      });
  }
  useEffect(() => {
    ask();
    return () => running.current?.abort();
  }, [q]);
  return {
    results: q === undefined ? undefined : results,
    busy,
    failure,
    again: () => ask(),
    more: () => results && ask(results.cursor, results.items),
  };
}
