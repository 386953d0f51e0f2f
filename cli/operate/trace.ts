// `npm run trace`: one request's trace across HTTP, events, stream and consumer, joined from the logs.

import { styleText } from 'node:util';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Place } from '../../lambdas/shared/messaging/put-record.ts';
import { Failure, unreadable } from '../../localstack/failure.ts';
import { durationMs, logPrefix, readableLine } from './logs.ts';

export interface Line {
  /** For example `links/redirect`. */
  readonly source: string;
  readonly atMs: number;
  readonly text: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** Clocks of two functions may differ, so the search for a batch starts a little before its put. */
const SKEW_MS = 5000;

export type Search = (source: string | undefined, term: string, fromMs: number) => Promise<Line[]>;

const entryOf = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** Finds lines of our log groups that contain the term as a whole. */
function searchOf(client: CloudWatchLogsClient): Search {
  const prefix = logPrefix();
  let known: Promise<string[]> | undefined;
  const groups = async () => {
    const names: string[] = [];
    for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: prefix }))
      names.push(...(page.logGroups ?? []).map(({ logGroupName = '' }) => logGroupName));
    return names;
  };
  return async (source, term, startTime) => {
    known ??= groups();
    const lines: Line[] = [];
    for (const logGroupName of await known) {
      const id = logGroupName.slice(prefix.length);
      if (source !== undefined && id !== source) continue;
      const query = { logGroupName, startTime, filterPattern: `"${term}"` };
      for await (const page of paginateFilterLogEvents({ client }, query))
        for (const { timestamp: atMs = 0, message: text = '' } of page.events ?? [])
          if (text.includes(term)) lines.push({ source: id, atMs, text, entry: entryOf(text) });
    }
    return lines.sort((a, b) => a.atMs - b.atMs);
  };
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

/** The position that the put's answer gave. */
const placeOf = ({ stream, shardId, sequence }: Line['entry']): Place | undefined =>
  typeof stream === 'string' && typeof shardId === 'string' && typeof sequence === 'string'
    ? { stream, shardId, sequence }
    : undefined;

/** True if the batch of this log line contained the position. `shards` is `shardId-0:first..last` for each shard. */
function consumed({ entry }: Line, { stream, shardId, sequence }: Place): boolean {
  if (entry.stream !== stream || typeof entry.shards !== 'string') return false;
  const at = BigInt(sequence);
  return entry.shards.split(' ').some((text) => {
    const range = /^(.*):(\d+)\.\.(\d+)$/.exec(text);
    return range?.[1] === shardId && BigInt(range[2] ?? '') <= at && at <= BigInt(range[3] ?? '');
  });
}

/** The later put of the same producer that carried a delayed click. */
async function carrierOf(line: Line, search: Search): Promise<Line | undefined> {
  const { producer, clickNumber } = line.entry;
  if (typeof producer !== 'string') return undefined;
  const puts = await search(line.source, producer, line.atMs);
  return puts.find(
    ({ entry }) =>
      placeOf(entry) &&
      numberOf(entry.firstNumber) <= numberOf(clickNumber) &&
      numberOf(clickNumber) <= numberOf(entry.clickNumber),
  );
}

const HEADINGS = { http: 'HTTP', stream: 'Stream', consumer: 'Consumer', events: 'Events' } as const;

interface Part {
  readonly heading: keyof typeof HEADINGS;
  readonly lines: readonly Line[];
  readonly note?: string;
}

/** The consumers that took the record from the stream, and what became of it later. */
async function consumers(put: Line, place: Place, search: Search): Promise<Part> {
  const fromMs = put.atMs - SKEW_MS;
  const about = await search(undefined, place.sequence, fromMs);
  const later = about.filter(({ entry }) => /^record (?:parked|redriven)$/.test(String(entry.message)));
  const batches = (await search(undefined, `${place.shardId}:`, fromMs)).filter((each) => consumed(each, place));
  const lines = [...batches, ...later].sort((a, b) => a.atMs - b.atMs);
  const note =
    'No consumer has read it yet; a batch closes after two seconds. Try again, or see npm run logs and npm run status.';
  return lines.length > 0 ? { heading: 'consumer', lines } : { heading: 'consumer', lines, note };
}

const where = ({ stream, shardId, sequence }: Place): string => `record ${sequence} of ${shardId} of ${stream}.`;

async function clickStory(line: Line, search: Search): Promise<Part[]> {
  const waited = placeOf(line.entry) === undefined;
  const put = waited ? await carrierOf(line, search) : line;
  const place = put && placeOf(put.entry);
  if (!put || !place) {
    const note = 'The click waits in its redirect instance and goes to the stream with the next click there.';
    return [{ heading: 'stream', lines: [], note }];
  }
  const stream: Part = waited
    ? {
        heading: 'stream',
        lines: [put],
        note: `The click waited, and this later put carried it. It is ${where(place)}`,
      }
    : { heading: 'stream', lines: [], note: `The click is ${where(place)}` };
  return [stream, await consumers(put, place, search)];
}

/** The parts of the trace in order; empty if no log contains the id. */
export async function storyOf(id: string, fromMs: number, search: Search): Promise<Part[]> {
  const found = await search(undefined, id, fromMs);
  const own = found.filter(({ entry }) => Object.values(entry).includes(id));
  // The access log contains only API Gateway's id, even if the caller set a correlation id.
  const requestIds = new Set(own.map(({ entry }) => entry.requestId).filter((each) => typeof each === 'string'));
  requestIds.delete(id);
  for (const requestId of requestIds) own.push(...(await search('platform/access', requestId, fromMs)));
  if (own.length === 0) return [];
  // Lines of an event's relay and consumers; they contain the event's id.
  const events = own.filter(({ entry }) => entry.eventId !== undefined).sort((a, b) => a.atMs - b.atMs);
  const clicks = own.filter(({ entry }) => entry.producer !== undefined);
  // Records put while handling something else.
  const puts = own.filter((line) => !clicks.includes(line) && placeOf(line.entry));
  const rest = own.filter((line) => line.entry.eventId === undefined && !puts.includes(line));
  const parts: Part[] = [{ heading: 'http', lines: rest }];
  if (events.length > 0) parts.push({ heading: 'events', lines: events });
  for (const click of clicks) parts.push(...(await clickStory(click, search)));
  for (const put of puts) {
    const place = placeOf(put.entry) as Place;
    parts.push({ heading: 'stream', lines: [put], note: `It is ${where(place)}` }, await consumers(put, place, search));
  }
  return parts;
}

export async function trace(id: string, since: string): Promise<void> {
  if (!/^[\w.=+/-]{4,64}$/.test(id))
    throw new Failure(`'${id}' is not a correlation id`, 'Use the value of a response’s x-correlation-id header.');
  const fromMs = Date.now() - durationMs(since);
  const parts = await storyOf(id, fromMs, searchOf(new CloudWatchLogsClient())).catch(unreadable('The logs'));
  if (parts.length === 0)
    throw new Failure(
      `No log of the last ${since} contains ${id}`,
      'Look further back with --since 1d, or check the id.',
    );
  for (const { heading, lines, note } of parts) {
    console.log(styleText('bold', HEADINGS[heading]));
    if (note) console.log(`  ${note}`);
    for (const { source, atMs, text } of lines) console.log(`  ${readableLine(source, atMs, text)}`);
  }
}
