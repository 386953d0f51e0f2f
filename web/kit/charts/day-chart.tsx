// Counts by day as a picture. The table beside it has the same numbers for users who cannot see the picture.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type DayCount, everyDay } from './days.ts';

interface DayChartProps {
  readonly byDay: readonly DayCount[];
  /** The unit counted: `click`. */
  readonly of: string;
  /** Caption of the table with the same numbers. */
  readonly table: string;
}

export function DayChart({ byDay, of, table }: DayChartProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<DayCount>();
  const [missing, setMissing] = useState(false);
  const total = byDay.reduce((sum, { count }) => sum + count, 0);
  useEffect(() => {
    let remove: (() => void) | undefined;
    let left = false;
    import('./day-plot.ts').then(
      ({ plotDays }) => {
        if (!left && box.current) remove = plotDays(box.current, everyDay(byDay, Date.now()), setShown);
      },
      () => setMissing(true),
    );
    return () => {
      left = true;
      remove?.();
    };
    // The page polls every few seconds; redraw only when the numbers have changed.
  }, [JSON.stringify(byDay)]);
  return (
    <figure class="chart">
      <div
        ref={box}
        class="plot"
        role="img"
        aria-label={`Chart of the last 30 days: ${total} ${of}s; the table ${table} has the numbers`}
      />
      <p class="hint" aria-hidden="true">
        {shown ? `${shown.day}: ${shown.count} ${shown.count === 1 ? of : `${of}s`}` : `The ${of}s of each day, in UTC`}
      </p>
      {missing && <p class="hint">The chart could not be loaded. The table has the same numbers.</p>}
    </figure>
  );
}
