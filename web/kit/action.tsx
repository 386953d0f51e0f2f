// Runs the work that a button starts: one run at a time, with its failure kept until the next try.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { describe, type FailureText } from './requests/failure.ts';

export interface Action {
  readonly busy: boolean;
  readonly failure: FailureText | undefined;
  /** Ignores a second start while the first runs. Never rejects: a failure lands in `failure`. */
  run(work: () => Promise<void>): Promise<void>;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureText>();
  // A ref instead of state: two clicks can arrive before the next render.
  const running = useRef(false);
  async function run(work: () => Promise<void>): Promise<void> {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await work();
      setFailure(undefined);
    } catch (error) {
      setFailure(describe(error));
    } finally {
      running.current = false;
      setBusy(false);
    }
  }
  return { busy, failure, run };
}

export function FailureAlert({ failure, lead }: { failure: FailureText | undefined; lead?: string }): VNode | null {
  if (!failure) return null;
  const { title, detail, errors, requestId } = failure;
  return (
    <div class="alert" role="alert">
      {lead && <p>{lead}</p>}
      <p>
        <strong>{title}</strong>
      </p>
      {detail && <p>{detail}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map(({ path, message }) => (
            <li>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {requestId && (
        <p class="hint">
          Request id <code>{requestId}</code>
        </p>
      )}
    </div>
  );
}
