// Asks before an action that cannot be undone. The browser's own dialog keeps the focus inside, and Escape means no.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { FailureAlert, useAction } from './action.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  readonly verb: string;
  /** Runs on yes. If it fails, the dialog stays open and shows the reason. */
  readonly work: () => Promise<void>;
  readonly onClose: () => void;
}

export function ConfirmDialog({ title, text, verb, work, onClose }: ConfirmDialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const { busy, failure, run } = useAction();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closing the dialog returns the focus to its previous element; removing it would not.
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="confirm-title" aria-describedby="confirm-text">
      <h2 id="confirm-title">{title}</h2>
      <p id="confirm-text">{text}</p>
      <FailureAlert failure={failure} />
      <div class="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          Keep it
        </button>
        <button type="button" class="danger" aria-disabled={busy} onClick={() => run(work)}>
          {verb}
        </button>
      </div>
    </dialog>
  );
}
