// Clicks by day as a picture; the table beside it has the same numbers for everybody who cannot use the picture.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type DayCount, everyDay } from './days.ts';

export function ClickChart({ byDay }: { byDay: readonly DayCount[] }): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<DayCount>();
  const [missing, setMissing] = useState(false);
  const total = byDay.reduce((sum, { clicks }) => sum + clicks, 0);
  useEffect(() => {
    let remove: (() => void) | undefined;
    let left = false;
    import('./day-plot.ts').then(
      ({ plotClicks }) => {
        if (!left && box.current) remove = plotClicks(box.current, everyDay(byDay, Date.now()), setShown);
      },
      () => setMissing(true),
    );
    return () => {
      left = true;
      remove?.();
    };
    // The page asks every few seconds; only other numbers are worth another drawing.
  }, [JSON.stringify(byDay)]);
  return (
    <figure class="chart">
      <div
        ref={box}
        class="plot"
        role="img"
        aria-label={`Chart of the last 30 days: ${total} clicks; the table By day has the numbers`}
      />
      <p class="hint" aria-hidden="true">
        {shown ? `${shown.day}: ${shown.clicks} ${shown.clicks === 1 ? 'click' : 'clicks'}` : 'Clicks a day, in UTC'}
      </p>
      {missing && <p class="hint">The chart could not be loaded. The table has the same numbers.</p>}
    </figure>
  );
}
