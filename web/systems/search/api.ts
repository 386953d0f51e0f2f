// The requests of the search pages. Imports only the contract's types, so no schema is bundled.
import type { PublishedDocument, SearchPage } from '../../../lambdas/search/contract.ts';
import { queryOf } from '../../kit/requests/query.ts';
import { send } from '../../shell/account.ts';

export const search = (q: string, cursor: string | undefined, signal: AbortSignal): Promise<SearchPage> =>
  send('GET', `/api/search${queryOf({ q, limit: 20, cursor })}`, { auth: 'none', signal });

export const getDocument = (documentId: string): Promise<PublishedDocument> =>
  send('GET', `/api/search/documents/${documentId}`, { auth: 'none' });
