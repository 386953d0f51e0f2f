// Parses a line of an access log: the common and combined formats of Apache and nginx, or a JSON object.
import { Refused } from '../line-kind.ts';
import type { Access, DurationUnit } from './access.ts';
import { readJson } from './json-line.ts';
import { durationIn } from './log-scanner.ts';
import { minuteOfStamp } from './log-time.ts';
import { requestOf } from './request-line.ts';

/**
 * Client, identity, user, [time] "request" status bytes, then anything. A user's name may have spaces. A virtual host with
 * its port may come first, and proxies may follow the client behind a comma. In a request, `\"` is no end; a server that
 * escapes nothing ends it at the first quote. No part reads on from every place where it may begin: lines are up to 1 MB.
 */
const COMMON =
  /^(?:[^\s:]+:\d{1,5} (?!- ))?(\S+) (?:\S+ \S+ |.*? |)\[(\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "([^"\\]*(?:\\.[^"\\]*)*|[^"]*)" (\d{3}) (?:\d+|-)(.*)$/;

const BYTE_ORDER_MARK = 0xfeff;

/** Without a unit, a whole number at the end of the line is no duration: it may be bytes. */
export function readAccess(line: string, unit?: DurationUnit): Access {
  // Logs that were joined have a mark within, where each begins.
  const text = line.charCodeAt(0) === BYTE_ORDER_MARK ? line.slice(1) : line;
  return text.charCodeAt(0) === 123 ? readJson(text, unit) : readCommon(text, unit);
}

function readCommon(line: string, unit?: DurationUnit): Access {
  const [found, client = '', stamp = '', request = '', status, end = ''] = COMMON.exec(line) ?? [];
  if (found === undefined) throw new Refused('not an access log line');
  const rest = Buffer.from(end);
  const { method, path } = requestOf(request) ?? {};
  return {
    minute: minuteOfStamp(stamp),
    client: client.endsWith(',') ? client.slice(0, -1) : client,
    method,
    path,
    status: Number(status),
    durationMs: durationIn(rest, 0, rest.length, unit),
  };
}
