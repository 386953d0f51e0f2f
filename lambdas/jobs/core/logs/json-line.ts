// Parses a JSON line of an access log, flat or with the request in an object of its own, as nginx, Caddy and Traefik write them.
import { Refused } from '../line-kind.ts';
import type { Access, DurationUnit } from './access.ts';
import { msIn } from './log-scanner.ts';
import { minuteOfTime } from './log-time.ts';
import { type Request, requestOf, requestTo } from './request-line.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Objects within the line whose fields count as its own. */
const NESTED = ['request', 'response', 'httpRequest', 'http', 'req', 'res'] as const;

/** Names of each field; the first one that the line has counts. */
const names = {
  time: ['time', 'timestamp', 'ts', '@timestamp', 'time_iso8601', 'time_local', 'msec', 'StartUTC', 'datetime'],
  client: [
    ...['client', 'client_ip', 'clientIp', 'ip', 'remote_ip', 'remoteIp', 'remoteAddr', 'remote_addr'],
    ...['remoteAddress', 'ClientHost', 'ClientAddr'],
  ],
  method: ['method', 'requestMethod', 'request_method', 'RequestMethod'],
  path: ['path', 'url', 'uri', 'route', 'requestUrl', 'request_uri', 'RequestPath'],
  /** The whole line, where it is one text. */
  request: ['request', 'RequestLine', 'request_line'],
  status: ['status', 'statusCode', 'status_code', 'DownstreamStatus', 'OriginStatus', 'response_code'],
  durationMs: ['durationMs', 'duration_ms', 'latencyMs', 'latency_ms'],
  /** Seconds. */
  requestTime: ['request_time'],
  /** Nanoseconds: Traefik's. */
  durationNs: ['Duration'],
  /** A number as at the end of a common line: with a point it is seconds, whole it has the job's unit. */
  duration: ['duration', 'latency', 'elapsed'],
} as const;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(line: string): Fields {
  let object: unknown;
  try {
    object = JSON.parse(line);
  } catch {
    throw new Refused('not JSON');
  }
  return isFields(object) ? object : {};
}

type Get = (name: keyof typeof names) => unknown;

export function readJson(line: string, unit?: DurationUnit): Access {
  const object = parse(line);
  const places = [object];
  for (const name of NESTED) {
    const nested = object[name];
    if (isFields(nested)) places.push(nested);
  }
  const get: Get = (name) => {
    for (const place of places)
      for (const key of names[name]) {
        const value = place[key];
        if (value !== undefined && !isFields(value)) return value;
      }
    return undefined;
  };
  const status = statusOf(get('status'));
  const time = get('time');
  if (time === undefined || status === undefined)
    throw new Refused('a JSON line needs time and a status of 100 to 599');
  const client = String(get('client') ?? '-');
  if (CONTROL.test(client)) throw new Refused('a control character in the client');
  const request = requestIn(get);
  return {
    minute: minuteOfTime(time),
    client: client.includes(':') ? client.replace(WITH_PORT, '$1$2') : client,
    method: request?.method,
    path: request?.path,
    status,
    durationMs: durationOf(get, unit),
  };
}

const CONTROL = /\p{Cc}/u;
/** An address of version 4, or of version 6 in brackets. */
const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]+)\]):\d+$/;

function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

/** Undefined when what the client sent is no request; a line that says nothing of it is refused. */
function requestIn(get: Get): Request | undefined {
  const [method, path] = [get('method'), get('path')];
  if (method === undefined || path === undefined) {
    const whole = get('request');
    if (typeof whole === 'string') return requestOf(whole);
  }
  if (path === null || path === '' || path === '-') return undefined;
  if (typeof path !== 'string') throw new Refused('a JSON line needs a path, or the whole request');
  return requestTo(method ?? '-', path);
}

const DECIMAL = /^\d+(?:\.\d+)?$/;

function durationOf(get: Get, unit: DurationUnit | undefined): number | undefined {
  const number = (name: keyof typeof names): number | undefined => {
    const value = get(name);
    const of = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
    return typeof of === 'number' && of >= 0 ? of : undefined;
  };
  const ms = number('durationMs');
  if (ms !== undefined) return ms;
  const seconds = number('requestTime');
  if (seconds !== undefined) return seconds * 1000;
  const ns = number('durationNs');
  if (ns !== undefined) return ns / 1e6;
  const any = number('duration');
  if (any === undefined) return undefined;
  return Number.isInteger(any) ? msIn(any, unit) : any * 1000;
}
