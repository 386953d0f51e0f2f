// Serves the document, and answers every path that no service has: API Gateway's $default route ends here.
import document from '../../docs/openapi.json' with { type: 'json' };
import { handlerOf } from '../shared/http/routes.ts';
import { contract } from './contract.ts';

export const handler = handlerOf(contract, { openapi: async () => document });
