// A button that opens what it hides. A choice in it, Escape and going elsewhere close it again.
import type { ComponentChildren, VNode } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface DisclosureProps {
  readonly name: string;
  /** What is shown now is in it. */
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
    // With what is disclosed and not after it: a person who goes on at once is gone by then.
    const box = whole.current;
    if (!open || !box) return;
    const close = (): void => setOpen(false);
    const press = ({ target }: Event): void => {
      if (!isInside(target)) close();
    };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      // A press on what takes no focus has no target, and may be inside.
      if (relatedTarget && !isInside(relatedTarget)) close();
    };
    const type = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      close();
      button.current?.focus();
    };
    const choose = ({ target }: Event): void => {
      if (!(target instanceof Element && target.closest('a'))) return;
      // It is hidden with what is disclosed. The page that comes takes the focus from here.
      close();
      button.current?.focus();
    };
    document.addEventListener('pointerdown', press);
    box.addEventListener('click', choose);
    box.addEventListener('focusout', leave);
    box.addEventListener('keydown', type);
    // Another address is a choice that was made, wherever it was made.
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
