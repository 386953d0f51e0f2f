// Every view's one h1. Coming to a view moves the focus to it, so that a screen reader and the Tab key start there.
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const site = 'Serverless system design';
let arrived = false;

export function Heading({ title, children }: { title?: string; children?: ComponentChildren }): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  // With the view and not after it: a person who types at once must not lose the focus again.
  useLayoutEffect(() => {
    document.title = title ? `${title} · ${site}` : site;
    // The first view is where the browser already put the reader.
    if (arrived) heading.current?.focus();
    arrived = true;
  }, [title]);
  return (
    <h1 ref={heading} tabindex={-1}>
      {children}
    </h1>
  );
}
