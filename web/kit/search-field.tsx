// A search field whose words are part of the address, so that going back and sharing a link both work.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Pause in typing after which the search runs. */
const PAUSE_MS = 300;

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly addressFor: (words: string) => string;
}

export function SearchField({ label, value, addressFor }: SearchFieldProps): VNode {
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // The address changed from outside: by a shelf link, or by going back.
    if (field.current && document.activeElement !== field.current) field.current.value = value;
  }, [value]);
  const search = (): void => {
    clearTimeout(timer.current);
    const words = field.current?.value.trim() ?? '';
    if (words !== value) location.replace(addressFor(words));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    search();
  };
  const wait = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(search, PAUSE_MS);
  };
  return (
    <form class="search" role="search" onSubmit={submit}>
      <label class="visually-hidden" for="search">
        {label}
      </label>
      <input
        id="search"
        type="search"
        maxlength={100}
        placeholder={label}
        autocomplete="off"
        spellcheck={false}
        ref={field}
        defaultValue={value}
        onInput={wait}
      />
    </form>
  );
}
