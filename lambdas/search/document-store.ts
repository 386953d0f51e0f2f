// The documents table: the last published state of each document, from which the index can be rebuilt.
//
// pattern                     | key condition                                        | cost
// publish, change, remove     | put documentId if its version is the one before,     | 2 WCU per KB, 2 per KB for the event
//   and its event             |   with the event, in one transaction                 |
// one document                | get documentId, strongly consistent                  | 1 RCU per 4 KB
// the documents of a page     | batch of up to 50 keys                               | 0.5 RCU per 4 KB each
// those of a segment, anew    | the same, strongly consistent                         | 1 RCU per 4 KB each
// all, for a rebuild          | scan by pages                                        | 0.5 RCU per 4 KB
//
// Ids spread evenly.
import { outboxWrite } from '../shared/messaging/outbox.ts';
import { readById } from '../shared/tables/batch-get.ts';
import { transact } from '../shared/tables/conditional-write.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { scanPages } from '../shared/tables/query.ts';
import { events } from './contract.ts';
import type { Change, StoredDocument } from './document.ts';
import { tables } from './resources.ts';

export const findDocument = (documentId: string): Promise<StoredDocument | undefined> =>
  readItem(itemOf(tables.documents, { documentId }));

/** False when the stored document is no longer at the version before this one. */
export async function writeDocument(document: StoredDocument, { nowMs, correlationId }: Change): Promise<boolean> {
  const { documentId, version } = document;
  // One call can publish several documents, so the operation id cannot name an event. The document's version makes each
  // event unique.
  const change = { nowMs, correlationId };
  const told =
    'removed' in document
      ? outboxWrite(events.documentRemoved, { documentId, version }, change)
      : outboxWrite(
          events.documentPublished,
          { documentId, version, title: document.title, url: document.url ?? null, text: document.text },
          change,
        );
  const condition =
    version === 1
      ? { ConditionExpression: 'attribute_not_exists(documentId)' }
      : { ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': version - 1 } };
  return (
    (await transact([{ Put: { ...tableOf(tables.documents), Item: document, ...condition } }, told])) === undefined
  );
}

/** The documents that exist, by their ids; at most 50. */
export const readDocuments = (documentIds: readonly string[], options = { ConsistentRead: false }) =>
  readById<StoredDocument>(
    documentIds.map((documentId) => itemOf(tables.documents, { documentId })),
    ({ documentId }) => documentId,
    options,
  );

/** All documents, removed ones included, in pages of 1 MB. */
export const allDocuments = (): AsyncGenerator<StoredDocument[]> =>
  scanPages({ ...tableOf(tables.documents), ConsistentRead: true });
