// Operations of an owner on links: create, read and delete their own.
import { parseTime } from '../shared/base/clock.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { codeOf } from './code.ts';
import type { CreateLink } from './contract.ts';
import { isDeleted, type StoredLink } from './link.ts';
import { linkProblems } from './problems.ts';
import { addLink, findLink, retireLink } from './store.ts';
import { checkUrl } from './url-policy.ts';

// Paths and words that the site needs or that attract phishers.
const RESERVED = new Set([
  'admin',
  'assets',
  'console',
  'errors',
  'health',
  'index',
  'login',
  'media',
  'signin',
  'status',
]);

// With 10^9 links of 62^7 codes, one attempt in 3,500 collides; ten in a row mean the code space is full.
const MAX_ATTEMPTS = 10;

export interface Site {
  /** `https://host`, without a trailing slash. */
  readonly publicUrl: string;
  readonly codeKey: Buffer;
  readonly codeLength: number;
}

/**
 * Creates the link of an operation, once: a retry with the same operation id finds it. Refuses with URL_NOT_ALLOWED,
 * ALIAS_RESERVED, EXPIRY_IN_PAST, ALIAS_TAKEN.
 */
export async function newLink(
  ownerId: string,
  wish: CreateLink,
  call: { readonly nowMs: number; readonly operationId: string },
  site: Site,
): Promise<StoredLink> {
  checkUrl(wish.url, [new URL(site.publicUrl).hostname]);
  if (wish.alias && RESERVED.has(wish.alias.toLowerCase())) throw new Problem(linkProblems.aliasReserved);
  const expiresAtMs = wish.expiresAt === undefined ? undefined : parseTime(wish.expiresAt);
  if (expiresAtMs !== undefined && expiresAtMs <= call.nowMs) throw new Problem(linkProblems.expiryInPast);
  const draft = {
    ownerId,
    url: wish.url,
    permanent: wish.permanent ?? false,
    createdAtMs: call.nowMs,
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    operationId: call.operationId,
  };
  if (wish.alias) {
    const link = await addLink({ ...draft, code: wish.alias });
    if (!link) throw new Problem(linkProblems.aliasTaken, `"${wish.alias}" belongs to another link.`);
    return link;
  }
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const link = await addLink({ ...draft, code: codeOf(site.codeKey, call.operationId, attempt, site.codeLength) });
    if (link) return link;
  }
  throw new Error(`No free code of ${site.codeLength} characters in ${MAX_ATTEMPTS} attempts: make codes longer`);
}

/** The caller's own link; refuses with NOT_FOUND if missing or another's, and LINK_GONE for their own deleted one. */
export async function ownLink(ownerId: string, code: string): Promise<StoredLink> {
  const link = await findLink(code);
  if (link && isDeleted(link) && link.deletedBy === ownerId) throw new Problem(linkProblems.linkGone);
  if (!link || isDeleted(link) || link.ownerId !== ownerId)
    throw new Problem(problems.notFound, 'You have no such link.');
  return link;
}

/** Idempotent. */
export async function deleteLink(ownerId: string, code: string, nowMs: number): Promise<void> {
  if (!(await retireLink(ownerId, code, nowMs))) throw new Problem(problems.notFound, 'You have no such link.');
}
