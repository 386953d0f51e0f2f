// A button that opens a hidden panel. A choice in the panel, Escape and moving the focus elsewhere close it.
import type { ComponentChildren, VNode } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface DisclosureProps {
  readonly name: string;
  /** The panel contains the current page. */
  readonly isHere: boolean;
  readonly children: ComponentChildren;
}

export function Disclosure({ name, isHere, children }: DisclosureProps): VNode {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const isInside = (target: EventTarget | null): boolean =>
    target instanceof Node && (whole.current?.contains(target) ?? false);
  useLayoutEffect(() => {
    // A layout effect attaches the listeners with the panel: a fast user may move on before a plain effect.
    const box = whole.current;
    if (!open || !box) return;
    const close = (): void => setOpen(false);
    const press = ({ target }: Event): void => {
      if (!isInside(target)) close();
    };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      // Pressing an element that takes no focus leaves relatedTarget empty; that element may be inside.
      if (relatedTarget && !isInside(relatedTarget)) close();
    };
    const type = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      close();
      button.current?.focus();
    };
    const choose = ({ target }: Event): void => {
      if (!(target instanceof Element && target.closest('a'))) return;
      // The focused link hides with the panel, so focus the button first; the next page takes the focus from there.
      close();
      button.current?.focus();
    };
    document.addEventListener('pointerdown', press);
    box.addEventListener('click', choose);
    box.addEventListener('focusout', leave);
    box.addEventListener('keydown', type);
    // A new address means that a choice was made, wherever it was made.
    addEventListener('hashchange', close);
    return () => {
      document.removeEventListener('pointerdown', press);
      box.removeEventListener('click', choose);
      box.removeEventListener('focusout', leave);
      box.removeEventListener('keydown', type);
      removeEventListener('hashchange', close);
    };
  }, [open]);
  return (
    <div class="disclosure" ref={whole}>
      <button
        type="button"
        class={isHere ? 'quiet here' : 'quiet'}
        ref={button}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {name}
        <svg viewBox="0 0 12 12" width={12} height={12} aria-hidden="true">
          <path d="M2 4l4 4 4-4" />
        </svg>
      </button>
      <div class="disclosed" id={id} hidden={!open}>
        {children}
      </div>
    </div>
  );
}
