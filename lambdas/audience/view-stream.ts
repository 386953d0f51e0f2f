// Puts views on their stream. A try whose answer was lost may put one twice: it counts once all the same (history.ts).
import { env } from '../shared/env.ts';
import { signedCall } from '../shared/signed-call.ts';
import { bindings, type MediaViewed } from './contract.ts';

/** All views of one user go to one shard, in order: one consumer at a time knows their history. */
export const sendView = (view: MediaViewed): Promise<unknown> =>
  signedCall('kinesis', 'Kinesis_20131202.PutRecord', {
    StreamName: env(bindings.viewStream),
    PartitionKey: view.userId,
    Data: Buffer.from(JSON.stringify(view)).toString('base64'),
  });
