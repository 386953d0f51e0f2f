// Asks before an action that cannot be undone. Escape means no.
import type { VNode } from 'preact';
import { FailureAlert, useAction } from './action.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  readonly verb: string;
  /** Runs on yes. If it fails, the dialog stays open and shows the reason. */
  readonly work: () => Promise<void>;
  readonly onClose: () => void;
}

export function ConfirmDialog({ title, text, verb, work, onClose }: ConfirmDialogProps): VNode {
  const { busy, failure, run } = useAction();
  const confirm = (
    <button type="button" class="danger" aria-disabled={busy} onClick={() => run(work)}>
      {verb}
    </button>
  );
  return (
    <Dialog title={title} describedBy="confirm-text" dismiss="Keep it" actions={confirm} onClose={onClose}>
      <p id="confirm-text">{text}</p>
      <FailureAlert failure={failure} />
    </Dialog>
  );
}
