// A document as last published, and how it is shown. Pure.
import { isoTime } from '../shared/base/clock.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import type { PublishDocument, PublishedDocument } from './contract.ts';

export interface KeptDocument {
  readonly documentId: string;
  readonly version: number;
  readonly publisherId: string;
  readonly updatedAtMs: number;
  /** Version of the media item that the document is about. */
  readonly mediaVersion?: number;
}
export type StoredDocument =
  | (KeptDocument & { readonly title: string; readonly url?: string; readonly text: string })
  | (KeptDocument & { readonly removed: true });

/** The facts about a call that the rules need. */
export interface Change {
  readonly nowMs: number;
  readonly correlationId: string;
}

/** Whether the document is already as its publisher wants it, so that nothing needs writing. */
export const isSo = (before: StoredDocument | undefined, { title, url, text }: PublishDocument): boolean =>
  before !== undefined &&
  !('removed' in before) &&
  before.title === title &&
  before.url === url &&
  before.text === text;

/** Refuses with NOT_FOUND, also for a removed document. */
export function present(document: StoredDocument | undefined): PublishedDocument {
  if (!document || 'removed' in document) throw new Problem(problems.notFound, 'No such document exists.');
  const { documentId, title, url, text, version, updatedAtMs } = document;
  return { documentId, title, url: url ?? null, text, version, updatedAt: isoTime(updatedAtMs) };
}
