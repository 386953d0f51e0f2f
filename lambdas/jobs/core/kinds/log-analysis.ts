// Analyses an access log: requests, errors and duration quantiles by route, then clients, then a series of minutes.
// Result lines:
//   route<TAB>GET /api/orders/:id<TAB>{"requests":..,"errors":..,"p50Ms":..,"p95Ms":..,"p99Ms":..}
//   route<TAB>malformed<TAB>{...}, of what clients sent that is no request
//   client<TAB>192.0.2.1<TAB>{"requests":..,"errors":..}
//   minute<TAB>2026-11-22T10:46Z<TAB>{"requests":..,"errors":..}
// An error is a status of 500 and up. Quantiles are within 1 % (sketch.ts), null where no line had a duration. Segments of a
// path that are numbers, UUIDs or at least 16 hexadecimal digits become `:id`. Blank lines are ignored. The option `durationUnit`
// (us, ms or s) says what a whole number at the end of a line is; without it, it is no duration.
import type { Options } from '../kind.ts';
import { lineKind } from '../line-kind.ts';
import { type DurationUnit, durationUnits } from '../logs/access.ts';
import { readAccess } from '../logs/log-line.ts';
import { LogScanner } from '../logs/log-scanner.ts';
import { minuteOfStamp } from '../logs/log-time.ts';
import { Sketch } from '../logs/sketch.ts';
import { PieceCache } from '../tasks/piece-cache.ts';

type Section = 'route' | 'client' | 'minute';
type Key = `${Section}\t${string}`;

interface Tally {
  requests: number;
  errors: number;
  /** A single duration needs no sketch yet. */
  durationMs: number | undefined;
  durations: Sketch | undefined;
}

const IDS = /\/(?:\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16,})(?=\/|$)/gi;
const routeOf = (path: string): string => (/\d/.test(path) ? path.replaceAll(IDS, '/:id') : path);

const errorsOf = (status: number): number => (status >= 500 ? 1 : 0);
const tally = (errors: number, durationMs?: number): Tally => ({
  requests: 1,
  errors,
  durationMs,
  durations: undefined,
});

function sketchOf(value: Tally): Sketch | undefined {
  if (value.durationMs !== undefined) {
    value.durations ??= new Sketch();
    value.durations.add(value.durationMs);
    value.durationMs = undefined;
  }
  return value.durations;
}

const shown = (ms: number | undefined): number | null => (ms === undefined ? null : Number(ms.toPrecision(4)));

const routeKey = (method: string, path: string): Key => `route\t${method} ${routeOf(path)}`;
/** No other route is one word. */
const MALFORMED: Key = 'route\tmalformed';
const clientKey = (client: string): Key => `client\t${client}`;
const minuteKey = (minute: string): Key => `minute\t${minute}`;

const unitOf = ({ durationUnit }: Options): DurationUnit | undefined =>
  durationUnits.find((unit) => unit === durationUnit);

const line = new LogScanner();
const routes = new PieceCache((request) => {
  const space = request.indexOf(' ');
  return routeKey(request.slice(0, space), request.slice(space + 1));
});
const clients = new PieceCache(clientKey);
const minutes = new PieceCache((stamp) => minuteKey(minuteOfStamp(stamp)));

export const logAnalysis = lineKind<Key, Tally>({
  name: 'log-analysis',
  bytesPerKey: 1500,
  map: (text, emit, options) => {
    if (text.trim() === '') return;
    const { minute, client, method, path, status, durationMs } = readAccess(text, unitOf(options));
    const errors = errorsOf(status);
    emit(method && path !== undefined ? routeKey(method, path) : MALFORMED, tally(errors, durationMs));
    emit(clientKey(client), tally(errors));
    emit(minuteKey(minute), tally(errors));
  },
  mapBytes: (bytes, from, to, emit, options) => {
    if (!line.scan(bytes, from, to, unitOf(options))) return false;
    const minute = minutes.get(bytes, line.stampFrom, line.stampTo);
    const errors = errorsOf(line.status);
    emit(routes.get(bytes, line.requestFrom, line.requestTo), tally(errors, line.durationMs));
    emit(clients.get(bytes, from, line.clientTo), tally(errors));
    emit(minute, tally(errors));
    return true;
  },
  combine: (a, b) => {
    a.requests += b.requests;
    a.errors += b.errors;
    if (b.durationMs === undefined && b.durations === undefined) return a;
    const sketch = sketchOf(a) ?? new Sketch();
    if (b.durationMs !== undefined) sketch.add(b.durationMs);
    if (b.durations !== undefined) sketch.merge(b.durations);
    a.durations = sketch;
    return a;
  },
  write: (value, out) => {
    const sketch = sketchOf(value);
    out.varint(value.requests);
    out.varint(value.errors);
    sketch?.write(out);
  },
  read: (from) => {
    const [requests, errors] = [from.varint(), from.varint()];
    return { requests, errors, durationMs: undefined, durations: from.done ? undefined : Sketch.read(from) };
  },
  reduce: (key, { requests, errors, durations }) => {
    const section = key.slice(0, key.indexOf('\t'));
    const quantile = (q: number) => shown(durations?.quantile(q));
    const quantiles = section === 'route' && { p50Ms: quantile(0.5), p95Ms: quantile(0.95), p99Ms: quantile(0.99) };
    return { line: `${key}\t${JSON.stringify({ requests, errors, ...quantiles })}`, rank: requests, section };
  },
});
