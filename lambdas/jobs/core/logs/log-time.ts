// The time of a log line, as servers write it, as its minute in UTC.
import { isoTime, parseTime } from '../../../shared/base/clock.ts';
import { Refused } from '../line-kind.ts';

const STAMP = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d):\d\d ([+-]\d\d)(\d\d)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Date, minute, seconds with a fraction, zone; a missing zone is UTC. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)? ?(?:Z|([+-]\d\d):?(\d\d))?$/i;
const NUMBER = /^\d{9,}(?:\.\d+)?$/;

/** Lines of one minute are adjacent, so each minute is computed once. */
let lastTime = '';
let lastMinute = '';

/** `time` is in ISO 8601, without seconds. */
function minuteAt(time: string): string {
  if (time !== lastTime) [lastTime, lastMinute] = [time, minuteOf(parseTime(time))];
  return lastMinute;
}

/** Minute of a stamp like `22/Nov/2026:10:46:53 +0000`. */
export function minuteOfStamp(stamp: string): string {
  const [, day = '', month = '', year = '', hour = '', hours = '', minutes = ''] = STAMP.exec(stamp) ?? [];
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return minuteAt(`${year}-${number}-${day}T${hour}:00${hours}:${minutes}`);
}

function minuteOf(ms: number): string {
  if (!(ms >= 0 && ms < MOST_MS)) throw new Refused('not a valid time');
  return `${isoTime(ms).slice(0, 16)}Z`;
}

/** The year 5138. Numbers from here on are milliseconds, from a thousand times that microseconds, then nanoseconds. */
const MOST_SECONDS = 1e11;
const MOST_MS = MOST_SECONDS * 1000;

/**
 * Seconds since 1970 as milliseconds, and the same of finer units: in each of them the years 1973 to 5138 have numbers that no
 * other unit has.
 */
function msOf(time: number): number {
  if (time < MOST_SECONDS) return time * 1000;
  let ms = time;
  for (let unit = 0; ms >= MOST_MS && unit < 2; unit += 1) ms /= 1000;
  return ms;
}

/** Minute of a time in JSON: a number or its text, ISO 8601, or a stamp. */
export function minuteOfTime(time: unknown): string {
  if (typeof time === 'number') return minuteOf(msOf(time));
  if (typeof time !== 'string') throw new Refused('not a valid time');
  const [, date, clock, hours, minutes] = ISO.exec(time) ?? [];
  if (date && clock) return minuteAt(`${date}T${clock}${hours ? `${hours}:${minutes}` : 'Z'}`);
  return NUMBER.test(time) ? minuteOf(msOf(Number(time))) : minuteOfStamp(time);
}
