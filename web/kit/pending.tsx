// A view's placeholder until its answer arrives: the request is under way, or it failed and the user can retry.
import type { VNode } from 'preact';
import { type Action, FailureAlert } from './action.tsx';
import type { Polled } from './polled.ts';

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

interface PolledStateProps {
  readonly of: Polled<unknown>;
  /** What the button says at rest, and while it reads again. */
  readonly verb?: string;
  readonly doing?: string;
}

/** The same for a polled value. A failure does not hide the value read before it. */
export function PolledState({ of, verb = 'Try again', doing = 'Trying…' }: PolledStateProps): VNode {
  const { value, failure, busy, again } = of;
  return (
    <>
      {value === undefined && !failure && <p class="empty pending">Loading…</p>}
      <FailureAlert failure={failure} />
      {failure && (
        <button type="button" aria-disabled={busy} onClick={again}>
          {busy ? doing : verb}
        </button>
      )}
    </>
  );
}
