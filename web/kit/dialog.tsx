// A dialog above the page. The browser's own keeps the focus inside, and Escape closes it.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: string;
  /** Label of the button that closes the dialog. */
  readonly dismiss: string;
  /** Further buttons and links beside it. */
  readonly actions?: ComponentChildren;
  /** Id of the element that describes the dialog. */
  readonly describedBy?: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Opens when it is rendered; at most one at a time. */
export function Dialog({ title, dismiss, actions, describedBy, wide, onClose, children }: DialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closing the dialog returns the focus to its previous element; removing it would not.
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={wide ? 'wide' : undefined}
      onClose={onClose}
      aria-labelledby="dialog-title"
      aria-describedby={describedBy}
    >
      <h2 id="dialog-title">{title}</h2>
      {children}
      <div class="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {dismiss}
        </button>
        {actions}
      </div>
    </dialog>
  );
}
