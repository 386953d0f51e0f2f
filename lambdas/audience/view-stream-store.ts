// Puts views on the stream. A view put twice still counts once (history.ts).
import { env } from '../shared/base/env.ts';
import { log } from '../shared/base/log.ts';
import { putRecord } from '../shared/messaging/put-record.ts';
import type { MediaViewed } from './contract.ts';
import { bindings } from './resources.ts';

/** All views of one user go to one shard in order, so only one consumer at a time handles their history. */
export async function sendView(view: MediaViewed): Promise<void> {
  const place = await putRecord(env(bindings.viewStream), view.userId, view);
  log('info', 'record put', { correlationId: view.correlationId, ...place });
}
