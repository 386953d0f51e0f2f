// The requests of the links pages. Imports only the contract's types, so no schema is bundled.
import type * as z from 'zod/mini';
import type { CreateLink, Link, LinkPage, Stats, Top } from '../../../lambdas/links/contract.ts';
import { send } from '../../shell/account.ts';

export const createLink = (link: CreateLink, idempotencyKey: string): Promise<Link> =>
  send('POST', '/api/links', { body: link, idempotencyKey });

export const listLinks = (cursor?: string): Promise<z.infer<typeof LinkPage>> =>
  send('GET', cursor === undefined ? '/api/links' : `/api/links?cursor=${encodeURIComponent(cursor)}`);

export const getLink = (code: string): Promise<Link> => send('GET', `/api/links/${code}`);

export const deleteLink = (code: string): Promise<void> => send('DELETE', `/api/links/${code}`);

export const topLinks = (): Promise<Top> => send('GET', '/api/links/top');

export const linkStats = (code: string): Promise<Stats> => send('GET', `/api/links/${code}/stats`);
