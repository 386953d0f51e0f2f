// A link, and its owner's view of it. Pure.
import { isoTime } from '../shared/base/clock.ts';
import type { Link } from './contract.ts';

/** A stored link. A deleted one stays as `{code, deletedBy, deletedAtMs}`, so that its code is never reused. */
export interface StoredLink {
  readonly code: string;
  readonly ownerId: string;
  readonly url: string;
  readonly permanent: boolean;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly operationId: string;
}
export interface DeletedLink {
  readonly code: string;
  readonly deletedBy: string;
  readonly deletedAtMs: number;
}

export const isDeleted = (link: StoredLink | DeletedLink): link is DeletedLink => 'deletedBy' in link;

export const present = (link: StoredLink, publicUrl: string): Link => ({
  code: link.code,
  shortUrl: `${publicUrl}/${link.code}`,
  url: link.url,
  createdAt: isoTime(link.createdAtMs),
  expiresAt: link.expiresAtMs === undefined ? null : isoTime(link.expiresAtMs),
  permanent: link.permanent,
});
