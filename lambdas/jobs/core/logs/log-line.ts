// Parses a line of an access log: the common and combined formats of Apache and nginx, or a JSON object.
import { isoTime, parseTime } from '../../../shared/base/clock.ts';
import { Refused } from '../line-kind.ts';
import { durationIn } from './log-scanner.ts';

export interface Access {
  /** `2026-11-22T10:46Z`. */
  readonly minute: string;
  readonly client: string;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number | undefined;
}

/** host ident user [time] "method path protocol" status bytes, then anything. */
const COMMON = /^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) ([^"\s?]+)[^"\\]*(?:\\.[^"\\]*)*" (\d{3}) (?:\d+|-)(.*)$/;
const STAMP = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d):\d\d ([+-]\d\d)(\d\d)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function readAccess(line: string): Access {
  return line.charCodeAt(0) === 123 ? readJson(line) : readCommon(line);
}

function readCommon(line: string): Access {
  const found = COMMON.exec(line);
  if (!found) throw new Refused('not an access log line');
  const rest = Buffer.from(found[6] ?? '');
  return {
    minute: minuteOfStamp(found[2] ?? ''),
    client: found[1] ?? '',
    method: found[3] ?? '',
    path: found[4] ?? '',
    status: Number(found[5]),
    durationMs: durationIn(rest, 0, rest.length),
  };
}

/** Lines of one minute are adjacent, so each minute is computed once. */
let lastTime = '';
let lastMinute = '';

/** Minute of a stamp like `22/Nov/2026:10:46:53 +0000`. */
export function minuteOfStamp(stamp: string): string {
  const [, day = '', month = '', year = '', hour = '', hours = '', minutes = ''] = STAMP.exec(stamp) ?? [];
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  const time = `${year}-${number}-${day}T${hour}:00${hours}:${minutes}`;
  if (time !== lastTime) {
    const utc = parseTime(time);
    if (Number.isNaN(utc)) throw new Refused('not a valid time');
    [lastTime, lastMinute] = [time, minuteOf(utc)];
  }
  return lastMinute;
}

const minuteOf = (ms: number): string => `${isoTime(ms).slice(0, 16)}Z`;

/** Control characters would break the lines and fields of the result. */
const CONTROL = /\p{Cc}/u;

/** Names of each field; the first one that the object has counts. */
const names = {
  time: ['time', 'timestamp', 'ts', '@timestamp'],
  client: ['client', 'ip', 'remoteAddr', 'remote_addr'],
  method: ['method', 'requestMethod', 'request_method'],
  path: ['path', 'url', 'uri', 'route'],
  status: ['status', 'statusCode', 'status_code'],
  durationMs: ['durationMs', 'duration_ms', 'latencyMs', 'latency_ms'],
} as const;

function readJson(line: string): Access {
  let object: Readonly<Record<string, unknown>>;
  try {
    object = JSON.parse(line);
  } catch {
    throw new Refused('not JSON');
  }
  const get = (name: keyof typeof names) => object[names[name].find((key) => object[key] !== undefined) ?? ''];
  const time = get('time');
  // Numbers below 1e11 are seconds since 1970, others milliseconds.
  const ms = typeof time === 'number' ? (time < 1e11 ? time * 1000 : time) : parseTime(String(time));
  const status = Number(get('status'));
  const path = get('path');
  if (typeof path !== 'string' || !Number.isInteger(status) || !(Math.abs(ms) < 8.64e15))
    throw new Refused('a JSON line needs time, path and status');
  const [client, method] = [String(get('client') ?? '-'), String(get('method') ?? '-')];
  if (CONTROL.test(path) || CONTROL.test(client) || CONTROL.test(method))
    throw new Refused('a control character in path, method or client');
  const durationMs = get('durationMs');
  return {
    minute: minuteOf(ms),
    client,
    method,
    path: path.split('?', 1)[0] ?? '',
    status,
    durationMs: typeof durationMs === 'number' && durationMs >= 0 ? durationMs : undefined,
  };
}
