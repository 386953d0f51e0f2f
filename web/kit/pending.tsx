// What stands in a view until its answer is there: that it is on its way, or why it did not come and the way to ask again.
import type { VNode } from 'preact';
import { type Action, FailureAlert } from './action.tsx';

interface PendingProps {
  readonly action: Action;
  readonly again: () => void;
  /** What is missing without the answer, where the view does not say it by itself. */
  readonly lost?: string;
}

export function Pending({ action, again, lost }: PendingProps): VNode | null {
  const { busy, failure } = action;
  if (!failure) return busy ? <p class="empty pending">Loading…</p> : null;
  return (
    <div>
      <FailureAlert failure={failure} lead={lost} />
      <button type="button" aria-disabled={busy} onClick={again}>
        {busy ? 'Trying…' : 'Try again'}
      </button>
    </div>
  );
}
