// Counts as a table that a screen reader can walk, with bars for the eye only.
import type { VNode } from 'preact';

export interface Count {
  readonly name: string;
  readonly count: number;
  readonly href?: string;
}

interface CountTableProps {
  readonly title: string;
  /** Over the names. */
  readonly unit: string;
  /** Over the counts: `Clicks`. */
  readonly of: string;
  readonly rows: readonly Count[];
}

/** Leaves zeros out: of thirty days most say nothing. The bars are SVG because the page's policy refuses inline styles. */
export function CountTable({ title, unit, of, rows }: CountTableProps): VNode {
  const counted = rows.filter(({ count }) => count > 0);
  const most = Math.max(1, ...counted.map(({ count }) => count));
  return (
    <section class="card">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{unit}</th>
            <th scope="col" class="number">
              {of}
            </th>
          </tr>
        </thead>
        <tbody>
          {counted.map(({ name, count, href }) => (
            <tr key={name}>
              <th scope="row">
                {href ? (
                  <a href={href} target="_blank" rel="noopener">
                    {name}
                  </a>
                ) : (
                  name
                )}
                <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={100} height={1} />
                  <rect class="part" width={(100 * count) / most} height={1} />
                </svg>
              </th>
              <td class="number">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
