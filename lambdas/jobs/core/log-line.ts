// Reads a line of an access log: the common and combined formats of Apache and nginx, or a JSON object.
import { isoTime, parseTime } from '../../shared/clock.ts';
import { Refused } from './line-kind.ts';

export interface Access {
  /** `2026-11-22T10:46Z`. */
  readonly minute: string;
  readonly client: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number | undefined;
}

/** host ident user [time] "method path protocol" status bytes, and what follows. */
const COMMON = /^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) ([^"\s?]+)[^"\\]*(?:\\.[^"\\]*)*" (\d{3}) (?:\d+|-)(.*)$/;
const STAMP = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d):\d\d ([+-]\d\d)(\d\d)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function readAccess(line: string): Access {
  return line.charCodeAt(0) === 123 ? readJson(line) : readCommon(line);
}

/** Lines of one second come together: its minute is worked out once. */
let lastStamp = '';
let lastMinute = '';

function readCommon(line: string): Access {
  const found = COMMON.exec(line);
  if (!found) throw new Refused('no access log line');
  const stamp = found[2] ?? '';
  if (stamp !== lastStamp) [lastMinute, lastStamp] = [minuteOfStamp(stamp), stamp];
  return {
    minute: lastMinute,
    client: found[1] ?? '',
    method: found[3] ?? '',
    path: found[4] ?? '',
    status: Number(found[5]),
    durationMs: durationOf(found[6] ?? ''),
  };
}

function minuteOfStamp(stamp: string): string {
  const [, day = '', month = '', year = '', time = '', hours = '', minutes = ''] = STAMP.exec(stamp) ?? [];
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  const utc = parseTime(`${year}-${number}-${day}T${time}:00${hours}:${minutes}`);
  if (Number.isNaN(utc)) throw new Refused('no such time');
  return minuteOf(utc);
}

const minuteOf = (ms: number): string => `${isoTime(ms).slice(0, 16)}Z`;

/** The last field, when it is a number: nginx's $request_time has a point and is seconds, Apache's %D microseconds. */
function durationOf(rest: string): number | undefined {
  if (rest.endsWith('"')) return undefined;
  const last = rest.slice(rest.lastIndexOf(' ') + 1);
  if (!/^\d+(?:\.\d+)?$/.test(last)) return undefined;
  return last.includes('.') ? Number(last) * 1000 : Number(last) / 1000;
}

/** Would break the lines and fields of the result. */
const CONTROL = /\p{Cc}/u;

/** The first of the names that the object has. */
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
    throw new Refused('no JSON');
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
