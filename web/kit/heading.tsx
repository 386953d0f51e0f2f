// Every view's one h1. Entering a view moves the focus to it, so that a screen reader and the Tab key start there.
import { type ComponentChildren, createContext, type VNode } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';

const site = 'Serverless system design';
let arrived = false;

/** The title that the route gives the current page. */
export const PageTitle = createContext('');

interface HeadingProps {
  /** A title that only the page knows; defaults to the route's title. */
  readonly title?: string;
  readonly children?: ComponentChildren;
}

export function Heading({ title, children }: HeadingProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const addressed = useContext(PageTitle);
  const shown = title ?? addressed;
  // A layout effect moves the focus with the view: a fast typist must not lose the focus later.
  useLayoutEffect(() => {
    document.title = shown ? `${shown} · ${site}` : site;
    // On the first view the browser has already placed the reader.
    if (arrived) heading.current?.focus();
    arrived = true;
  }, [shown]);
  return (
    <h1 ref={heading} tabindex={-1}>
      {children}
    </h1>
  );
}
