// The document, and the answer to every path that no service has: API Gateway's $default route ends here.
import document from '../../docs/openapi.json' with { type: 'json' };
import { httpHandler } from '../shared/http.ts';
import { contract } from './contract.ts';

export const handler = httpHandler(contract, { openapi: async () => document });
