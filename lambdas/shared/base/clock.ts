// The only place that reads the time; rules take the time as an argument.

export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** ISO 8601 in UTC with milliseconds: the format of every time in a response. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** The UTC day of a time, `2026-11-22`. */
export const utcDay = (ms: number): string => isoTime(ms).slice(0, 10);

const DAY_MS = 86_400_000;
/** Seconds until the next UTC day, at least 1. */
export const secondsOfDayLeft = (ms: number): number => Math.ceil((DAY_MS - (ms % DAY_MS)) / 1000);

/** The UTC hour of a time, `2026-11-22T04`. */
export const utcHour = (ms: number): string => isoTime(ms).slice(0, 13);

/** Milliseconds since 1970 of an ISO time or day. */
export const parseTime = (iso: string): number => Date.parse(iso);
