// Counts as a table that a screen reader can walk, with bars that are visual only.
import type { VNode } from 'preact';

export interface Count {
  readonly name: string;
  readonly count: number;
  readonly href?: string;
}

interface CountTableProps {
  readonly title: string;
  /** Header of the names. */
  readonly unit: string;
  /** Header of the counts: `Clicks`. */
  readonly of: string;
  readonly rows: readonly Count[];
}

/** Leaves out zeros: most of thirty days have no counts. The bars are SVG because the CSP refuses inline styles. */
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
