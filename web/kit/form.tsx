// A form with labelled fields, the failure of its last try, and the button that sends it: one run at a time.
import type { ComponentChildren, InputHTMLAttributes, VNode } from 'preact';
import { FailureAlert, useAction } from './action.tsx';

interface FormProps {
  readonly class?: string;
  /** What the button says at rest, and while it works. */
  readonly verb: string;
  readonly doing: string;
  /** The button's classes. */
  readonly button?: string;
  /** Checks what the browser does not check by itself; false sends nothing. */
  readonly isReady?: (fields: FormData, form: HTMLFormElement) => boolean;
  readonly send: (fields: FormData, form: HTMLFormElement) => Promise<void>;
  readonly children: ComponentChildren;
}

export function Form({ verb, doing, button = 'primary wide', isReady, send, children, ...rest }: FormProps): VNode {
  const { busy, failure, run } = useAction();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    if (isReady?.(fields, form) ?? true) void run(() => send(fields, form));
  };
  return (
    <form {...rest} onSubmit={submit}>
      {children}
      <FailureAlert failure={failure} />
      <button type="submit" class={button} aria-disabled={busy}>
        {busy ? doing : verb}
      </button>
    </form>
  );
}

export const textOf = (fields: FormData, name: string): string => String(fields.get(name) ?? '');

interface Labelled {
  readonly name: string;
  /** Default: the name. Unique in the page. */
  readonly id?: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
}
/** Each kind of input with its own attributes. */
type Without<Input, Keys extends string> = Input extends unknown ? Omit<Input, Keys> : never;
type FieldProps = Labelled & Without<InputHTMLAttributes, keyof Labelled>;
type CheckProps = Labelled & { readonly defaultChecked?: boolean };

const describedBy = (id: string, hint: ComponentChildren) => (hint ? `${id}-hint` : undefined);

function Hint({ id, children }: { id: string; children: ComponentChildren }): VNode | null {
  if (!children) return null;
  return (
    <p class="hint" id={`${id}-hint`}>
      {children}
    </p>
  );
}

/** A field marked as optional unless it is required. `children` stand right after the input. */
export function Field({ label, hint, children, name, id = name, ...rest }: FieldProps): VNode {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {!rest.required && <OptionalMark />}
      </label>
      <input id={id} name={name} aria-describedby={describedBy(id, hint)} {...rest} />
      {children}
      <Hint id={id}>{hint}</Hint>
    </div>
  );
}

export const OptionalMark = (): VNode => (
  <>
    {' '}
    <span class="optional">optional</span>
  </>
);

/** A checkbox before its label. */
export function Check({ label, hint, name, id = name, ...rest }: CheckProps): VNode {
  return (
    <div class="field check">
      <input id={id} name={name} type="checkbox" aria-describedby={describedBy(id, hint)} {...rest} />
      <label for={id}>{label}</label>
      <Hint id={id}>{hint}</Hint>
    </div>
  );
}
