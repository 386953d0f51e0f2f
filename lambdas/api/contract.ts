// Contract of the api service: the contracts of all services as one OpenAPI document.
import * as z from 'zod/mini';
import { route } from '../shared/base/contract.ts';

export const contract = {
  service: 'api',
  routes: {
    openapi: route('GET /api/openapi.json', {
      summary: 'This document',
      auth: 'none',
      status: 200,
      response: z.looseObject({ openapi: z.string() }),
      cacheSeconds: 60,
    }),
  },
} as const;
