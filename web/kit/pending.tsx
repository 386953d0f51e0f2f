// A view's placeholder until its answer arrives: the request is under way, or it failed and the user can retry.
import type { VNode } from 'preact';
import { type Action, FailureAlert } from './action.tsx';

interface PendingProps {
  readonly action: Action;
  readonly again: () => void;
  /** The part that is missing without the answer, for views that do not say so themselves. */
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
