// Orders of a list by status or by words: search finds the rows, and the table has what they show now.
import { nameMatcher } from '../../shared/base/text/name-matcher.ts';
import { findEntries } from '../../shared/messaging/search-client.ts';
import type { OrderStatus } from '../schemas.ts';
import { askedOf, entryIdOf, rowOf, type View } from './view.ts';
import { readViews, type ViewPosition } from './view-store.ts';

export interface Search {
  readonly status?: OrderStatus | undefined;
  readonly query?: string | undefined;
}

/**
 * Newest first. The index is a second or two behind: an order that no longer has the status is left out, so a page may be
 * short. Refuses with SEARCH_UNAVAILABLE.
 */
export async function searchViews(
  pk: string,
  limit: number,
  { status, query }: Search,
  after: ViewPosition | undefined,
  correlationId: string,
): Promise<{ views: View[]; next?: ViewPosition }> {
  const page = { limit, ...(query !== undefined && { query }), ...(after && { before: entryIdOf(after) }) };
  const { ids, next } = await findEntries({ ...askedOf(pk, status), ...page }, correlationId);
  const isNamed = query === undefined ? () => true : nameMatcher(query);
  const views = (await readViews(ids.map(rowOf))).filter(
    (view) => (status === undefined || view.status === status) && isNamed(...view.lines.map(({ name }) => name)),
  );
  return { views, ...(next !== undefined && { next: rowOf(next) }) };
}
