// The days of a chart: all of them, including days with no counts, which the API leaves out.

export interface DayCount {
  readonly day: string;
  readonly count: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** `length` UTC days that end at `nowMs`, or at the last counted day when this computer's clock is behind. */
export function everyDay(counted: readonly DayCount[], nowMs: number, length = 30): DayCount[] {
  const counts = new Map(counted.map((one) => [one.day, one.count]));
  const lastMs = counted.reduce((last, { day }) => Math.max(last, Date.parse(day)), nowMs);
  return Array.from({ length }, (_, index) => {
    const day = new Date(lastMs - (length - 1 - index) * dayMs).toISOString().slice(0, 10);
    return { day, count: counts.get(day) ?? 0 };
  });
}
