// Every view's one h1. Coming to a view moves the focus to it, so that a screen reader and the Tab key start there.
import { type ComponentChildren, createContext, type VNode } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';

const site = 'Serverless system design';
let arrived = false;

/** What the address says of the page that is shown. */
export const PageTitle = createContext('');

interface HeadingProps {
  /** For what only the page knows; else it is what the address says. */
  readonly title?: string;
  readonly children?: ComponentChildren;
}

export function Heading({ title, children }: HeadingProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const addressed = useContext(PageTitle);
  const shown = title ?? addressed;
  // With the view and not after it: a person who types at once must not lose the focus again.
  useLayoutEffect(() => {
    document.title = shown ? `${shown} · ${site}` : site;
    // The first view is where the browser already put the reader.
    if (arrived) heading.current?.focus();
    arrived = true;
  }, [shown]);
  return (
    <h1 ref={heading} tabindex={-1}>
      {children}
    </h1>
  );
}
