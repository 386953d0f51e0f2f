// A page of a list as the API returns it: items, and the cursor of the next page.
import { appKey } from '../aws/secret.ts';
import { openCursor, sealCursor } from './cursor.ts';

/**
 * The page that `read` finds after the cursor's position, with `next` replaced by a cursor. `scope` names the list and its owner
 * (cursor.ts). Refuses with INVALID_CURSOR.
 */
export async function listPage<Position extends object, Page extends { readonly next?: Position | undefined }>(
  scope: string,
  cursor: string | undefined,
  read: (after: Position | undefined) => Promise<Page>,
): Promise<Omit<Page, 'next'> & { cursor?: string }> {
  const key = await appKey('cursor');
  const { next, ...page } = await read(cursor ? openCursor<Position>(key, scope, cursor) : undefined);
  return { ...page, ...(next && { cursor: sealCursor(key, scope, next) }) };
}
