// A text with its highlights. The API returns ranges, so nothing of a document is ever parsed as HTML.
import type { VNode } from 'preact';

interface Excerpt {
  readonly text: string;
  readonly highlights: readonly { readonly from: number; readonly to: number }[];
}

export function Marked({ excerpt: { text, highlights } }: { excerpt: Excerpt }): VNode {
  const ends = [0, ...highlights.map(({ to }) => to)];
  return (
    <>
      {highlights.map(({ from, to }, i) => (
        <>
          {text.slice(ends[i], from)}
          <mark>{text.slice(from, to)}</mark>
        </>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}
