// `npm run logs`: all functions of a service as one stream, one readable line per JSON line.

import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { prefixHere } from '../../localstack/environment.ts';
import { Failure, unreadable } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';

/** `/system-design/`: the log groups of this copy begin with it. */
export const logPrefix = (): string => `/${prefixHere()}/`;
const unitMs: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3600e3, d: 86400e3 };

/** `10m` -> 600000. */
export function durationMs(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (!match) throw new Failure(`'${text}' is not a duration`, 'Write it like 30s, 10m, 2h or 1d.');
  return Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
}

/** Lambda's own lines about an invocation; our lines contain the same and more. */
const platformLine = /^(INIT_START|START|END|REPORT) /;
const colors = { ERROR: 'red', WARN: 'yellow', INFO: 'green', DEBUG: 'gray' } as const;

/** Time, level, function and message first, the rest as `name=value`. A line that is not JSON stays unchanged. */
export function readableLine(functionId: string, atMs: number, message: string): string {
  const time = styleText('dim', new Date(atMs).toISOString().slice(11, 23));
  const source = styleText('cyan', functionId);
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(message) as Record<string, unknown>;
  } catch {
    return `${time} ${source} ${message.trimEnd()}`;
  }
  const { level = 'INFO', message: text, msg, timestamp: _time, time: _time2, ...rest } = entry;
  const name = String(level).toUpperCase();
  const shown = styleText(colors[name as keyof typeof colors] ?? 'white', name.padEnd(5));
  const pairs = Object.entries(rest)
    .filter(([key, value]) => key !== 'function' && !(key === 'requestId' && value === rest.correlationId))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [time, shown, source, text ?? msg, styleText('dim', pairs.join(' '))].filter(Boolean).join(' ');
}

async function logGroups(client: CloudWatchLogsClient, service: string): Promise<string[]> {
  const prefix = logPrefix();
  const names: string[] = [];
  for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: prefix }))
    names.push(...(page.logGroups ?? []).map((group) => group.logGroupName ?? ''));
  const found = names.filter((name) => `${name}/`.startsWith(`${prefix}${service}/`));
  if (found.length > 0) return found;
  const services = [...new Set(names.map((name) => name.slice(prefix.length).split('/')[0]))];
  throw new Failure(
    `There is no service '${service}'`,
    `The services are: ${services.join(', ') || 'none yet (npm start)'}.`,
  );
}

export async function logs(service: string, since: string, follow: boolean): Promise<void> {
  const startTime = Date.now() - durationMs(since);
  const client = new CloudWatchLogsClient();
  const groups = await logGroups(client, service).catch(unreadable('The logs'));
  const printed = new Set<string>();
  // Events may arrive late, so each poll overlaps the previous one; event ids prevent duplicates.
  const overlapMs = 10_000;
  let from = startTime;
  const look = async () => {
    const lines: { at: number; text: string }[] = [];
    const startedAt = Date.now();
    for (const logGroupName of groups)
      for await (const page of paginateFilterLogEvents({ client }, { logGroupName, startTime: from }))
        for (const { eventId = '', timestamp = 0, message = '' } of page.events ?? []) {
          const id = `${logGroupName} ${eventId || `${timestamp} ${message}`}`;
          if (printed.has(id) || platformLine.test(message)) continue;
          printed.add(id);
          lines.push({ at: timestamp, text: readableLine(logGroupName.slice(logPrefix().length), timestamp, message) });
        }
    for (const { text } of lines.sort((a, b) => a.at - b.at)) console.log(text);
    from = Math.max(startTime, startedAt - overlapMs);
  };
  await look();
  const watch = async () => {
    for (;;) {
      await sleep(1000);
      await look();
    }
  };
  if (follow) await guard(async () => {}, watch, 0);
}
