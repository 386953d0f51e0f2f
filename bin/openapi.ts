// The contracts of all services as one OpenAPI 3.1 document, docs/openapi.json. `npm run openapi` writes it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { answersKeptSeconds, type Route } from '../lambdas/shared/base/contract.ts';
import { type ContractModule, readContracts } from './contracts.ts';
import { headers, problemSchema, responsesOf, sharedResponses } from './openapi-responses.ts';

const root = resolve(import.meta.dirname, '..');
export const documentFile = join(root, 'docs/openapi.json');

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  description:
    `Names this operation: sent again within ${answersKeptSeconds / 3600} hours with the same body, it is answered with what it was ` +
    'answered before.',
  schema: { type: 'string' as const, pattern: '^[\\x21-\\x7e]{1,255}$' },
};
const parameters = {
  IdempotencyKey: idempotencyKey,
  RequiredIdempotencyKey: { ...idempotencyKey, required: true },
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header' as const,
    description:
      'Follows the request through the logs when it is 8 to 64 letters, digits, `_`, `.` and `-`; otherwise it gets a new one.',
    schema: { type: 'string' as const },
  },
};
const parameter = (name: keyof typeof parameters) => ({ $ref: `#/components/parameters/${name}` });
const keys = { none: [], optional: ['IdempotencyKey'], required: ['RequiredIdempotencyKey'] } as const;

const shape = (schema: z.ZodMiniType | undefined) => schema as z.ZodMiniObject | undefined;

function operation(service: string, operationId: string, route: Route): ZodOpenApiOperationObject {
  const { auth, roles, summary, path, query, headers: read, body, encoding, idempotency = 'none', example } = route;
  const mediaType = encoding === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    operationId,
    tags: [service],
    summary,
    ...(roles && { description: `For: ${roles.join(', ')}.` }),
    security: auth === 'user' ? [{ accessToken: [] }] : [],
    parameters: [...keys[idempotency].map(parameter), parameter('CorrelationId')] as NonNullable<
      ZodOpenApiOperationObject['parameters']
    >,
    ...((path || query || read) && {
      requestParams: {
        ...(path && { path: shape(path) }),
        ...(query && { query: shape(query) }),
        ...(read && { header: shape(read) }),
      },
    }),
    ...(body && {
      requestBody: {
        required: true,
        content: { [mediaType]: { schema: body, ...(example?.body && { example: example.body }) } },
      },
    }),
    responses: responsesOf(route),
  };
}

/** Turns each schema that is a body or answer of a route into a component named after its export. */
function nameSchemas(modules: readonly ContractModule[]): void {
  const named = new Map<string, unknown>();
  for (const { contract, ...others } of modules) {
    const used = new Set<unknown>(Object.values(contract.routes).flatMap(({ body, response }) => [body, response]));
    for (const [name, schema] of Object.entries(others)) {
      if (schema === undefined || !used.has(schema)) continue;
      if (named.has(name))
        throw new Error(`Two contracts export a schema ${name}: give one of them a name of its own.`);
      named.set(name, schema);
      z.globalRegistry.add(schema as z.ZodMiniType, { id: name });
    }
  }
}

/** Puts a parameter's example values beside its schema. */
function addParameterExamples(document: ReturnType<typeof createDocument>, routes: readonly Route[]): void {
  for (const { method, template, example } of routes) {
    const given = { ...example?.path, ...example?.query } as Record<string, unknown>;
    for (const shown of document.paths?.[template]?.[method.toLowerCase() as 'get']?.parameters ?? []) {
      if (!('name' in shown) || given[shown.name] === undefined) continue;
      const isInteger = (shown.schema as { type?: string } | undefined)?.type === 'integer';
      shown.example = isInteger ? Number(given[shown.name]) : given[shown.name];
    }
  }
}

export function openapiOf(modules: readonly ContractModule[]): object {
  const contracts = modules.map(({ contract }) => contract);
  const routes = contracts.flatMap((contract) => Object.values(contract.routes));
  nameSchemas(modules);
  const paths: ZodOpenApiPathsObject = {};
  for (const { service, routes: ofService } of contracts) {
    for (const [name, route] of Object.entries(ofService)) {
      const method = { [route.method.toLowerCase()]: operation(service, name, route) };
      paths[route.template] = { ...paths[route.template], ...method };
    }
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Serverless system design',
        version,
        description:
          'Every refusal is `application/problem+json` with a stable `code`, except one that the gateway gives before any service ' +
          'runs: a request without a valid access token gets 401 with `{"message":"Unauthorized"}` as `application/json`. ' +
          'A path that is not here is answered 404 NOT_FOUND; ' +
          'a field or parameter that is not here is refused with 400 VALIDATION_FAILED.',
      },
      servers: [{ url: '/' }],
      tags: contracts.map(({ service }) => ({ name: service })),
      paths,
      components: {
        schemas: { Problem: problemSchema },
        parameters: parameters as never,
        headers: headers as never,
        responses: sharedResponses(routes) as never,
        securitySchemes: {
          accessToken: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description:
              'The accessToken of POST /api/sessions, valid for an hour. Within ten seconds of a sign-out, or after a role was taken ' +
              'away, operations that can answer TOKEN_REVOKED refuse every token issued before.',
          },
        },
      },
    },
    {
      // The bounds of integers that JSON.parse reads exactly say nothing about the API.
      override: ({ jsonSchema }) => {
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      },
    },
  );
  addParameterExamples(document, routes);
  return document;
}

export const openapiText = async (): Promise<string> =>
  `${JSON.stringify(openapiOf(await readContracts()), null, 2)}\n`;
