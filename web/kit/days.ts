// The days of a chart: all of them, also those without a click, which the API leaves out.

export interface DayCount {
  readonly day: string;
  readonly clicks: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** `count` UTC days up to the one of `nowMs`, or up to the last counted one where this computer's clock is behind. */
export function everyDay(counted: readonly DayCount[], nowMs: number, count = 30): DayCount[] {
  const clicks = new Map(counted.map((one) => [one.day, one.clicks]));
  const lastMs = counted.reduce((last, { day }) => Math.max(last, Date.parse(day)), nowMs);
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(lastMs - (count - 1 - index) * dayMs).toISOString().slice(0, 10);
    return { day, clicks: clicks.get(day) ?? 0 };
  });
}
