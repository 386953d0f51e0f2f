// Asks the search service (search-tasks.ts) for a system: to find entries of its collection, and to keep them.
import type * as z from 'zod/mini';
import { chunksOf } from '../base/chunks.ts';
import { log } from '../base/log.ts';
import { searchBindings } from '../base/names.ts';
import { type Problem, problems, tryLater } from '../base/problem.ts';
import { type Asked, type Found, fillTask, type SearchEntry, searchTasks } from '../base/search-tasks.ts';
import { invokeTask } from './invoke.ts';
import { together } from './together.ts';

type FoundPage = Omit<Extract<Found, { outcome: 'FOUND' }>, 'outcome'>;
/** A filling that takes longer goes on without its caller. */
const FILL_WAIT_MS = 4_000;
const RETRY_SECONDS = 5;
/** Of one segment: half a megabyte of names. */
const MOST_ENTRIES = 1_000;

/**
 * A page of ids, the newest first. A collection that was never filled is filled first: after an upgrade, or when the
 * index was lost. Refuses with SEARCH_UNAVAILABLE, never with an empty page.
 */
export async function findEntries(asked: Asked, correlationId: string): Promise<FoundPage> {
  try {
    const found = await find(asked, correlationId);
    if (found.outcome === 'FOUND') return found;
    const abortSignal = AbortSignal.timeout(FILL_WAIT_MS);
    await invokeTask(searchBindings.fill, fillTask, { correlationId }, { abortSignal });
    const filled = await find(asked, correlationId);
    if (filled.outcome === 'FOUND') return filled;
    throw new Error(`${asked.collection} is not filled`);
  } catch (error) {
    throw unavailable(error, correlationId);
  }
}

const find = (asked: Asked, correlationId: string): Promise<Found> =>
  invokeTask(searchBindings.find, searchTasks.findEntries, { ...asked, correlationId });

function unavailable(error: unknown, correlationId: string): Problem {
  log('warn', 'search did not answer', { correlationId }, error);
  return tryLater(problems.searchUnavailable, RETRY_SECONDS, 'Lists without a query, and everything else, still work.');
}

const keep = (input: z.input<typeof searchTasks.keepEntries.input>) =>
  invokeTask(searchBindings.keep, searchTasks.keepEntries, input);

interface Changed {
  readonly id: string;
  readonly correlationId: string;
}
/**
 * Keeps the entries of what changed, for a worker of events: those of one batch together. `entriesOf` reads the current
 * state of different ids, so an event may arrive twice, late and in any order.
 */
export const entriesKeeper = (
  collection: string,
  entriesOf: (ids: readonly string[]) => Promise<readonly SearchEntry[]>,
) =>
  together(async (changes: readonly Changed[]) => {
    const ids = [...new Set(changes.map(({ id }) => id))];
    await put(collection, await entriesOf(ids), changes[0]?.correlationId ?? '');
  });

async function put(collection: string, entries: readonly SearchEntry[], correlationId: string): Promise<void> {
  for (const some of chunksOf(entries, MOST_ENTRIES))
    await keep({ collection, work: { step: 'PUT', entries: some }, correlationId });
}

/** Fills a collection with all of its entries; it answers as before meanwhile. Returns how many they are. */
export async function fillCollection(
  collection: string,
  pages: AsyncIterable<readonly SearchEntry[]>,
  correlationId: string,
): Promise<number> {
  const { old = [] } = await keep({ collection, work: { step: 'BEGIN' }, correlationId });
  let entries = 0;
  for await (const page of pages) {
    entries += page.length;
    await put(collection, page, correlationId);
  }
  await keep({ collection, work: { step: 'END', old }, correlationId });
  return entries;
}
