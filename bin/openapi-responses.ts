// The possible responses of an operation, derived from its route: its own problems and those of its kind.
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { type Route, refusesRevoked } from '../lambdas/shared/base/contract.ts';
import { type ProblemType, problemAnswer, problems } from '../lambdas/shared/base/problem.ts';

const header = (description: string, type: 'string' | 'integer', required: boolean) => ({
  description,
  required,
  schema: { type },
});
const refer = (name: string) => ({ $ref: `#/components/headers/${name}` });

export const headers = {
  CorrelationId: header('The id of this request in the logs: the one it was sent with, or a new one', 'string', true),
  RetryAfter: header('Seconds to wait before the next try', 'integer', true),
  Allow: header('The methods that this path takes', 'string', true),
  IdempotencyReplayed: header('`true` on the stored answer of an earlier request with this key', 'string', false),
  CacheControl: header('How long the answer may be kept', 'string', true),
  ETag: header('Send it in If-None-Match to be told whether the answer has changed', 'string', true),
};

export const problemSchema = {
  type: 'object' as const,
  description: 'RFC 9457 problem details. `code` never changes once published; everything else is for people.',
  properties: {
    type: { type: 'string' as const, format: 'uri' },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, pattern: '^[A-Z][A-Z_]*$' },
    detail: { type: 'string' as const, description: 'What to do about it' },
    errors: {
      type: 'array' as const,
      description: 'Which fields were wrong, by their path in the request',
      items: {
        type: 'object' as const,
        properties: { path: { type: 'string' as const }, message: { type: 'string' as const } },
        required: ['path', 'message'],
        additionalProperties: false,
      },
    },
    requestId: { type: 'string' as const },
  },
  required: ['type', 'title', 'status', 'code', 'requestId'],
  additionalProperties: false,
};

/** Every refusal of a route: those its contract names and those that follow from its kind. */
export function problemsOf(route: Route): ProblemType[] {
  const { auth, roles, body, limit, idempotency = 'none', problems: own = [] } = route;
  const keyed = idempotency !== 'none';
  return [
    problems.validationFailed,
    ...(body ? [problems.malformedJson, problems.unsupportedMediaType] : []),
    ...(keyed ? [problems.idempotencyKeyInvalid, problems.idempotencyInFlight, problems.idempotencyKeyReused] : []),
    ...(auth === 'user' ? [problems.unauthenticated] : []),
    ...(refusesRevoked(route) ? [problems.tokenRevoked] : []),
    ...(roles ? [problems.forbidden] : []),
    ...(limit ? [problems.rateLimited] : []),
    problems.methodNotAllowed,
    problems.internal,
    ...own,
  ];
}

const exampleOf = (type: ProblemType): object => ({
  value: JSON.parse(problemAnswer(type, '8d4f7a36-2a51-4c55-9e0b-6f1f3f0f9a11').body),
});

function problemResponse(types: readonly ProblemType[]): ZodOpenApiResponseObject {
  const codes = types.map(({ code }) => code);
  // API Gateway's authorizer answers before any function runs, and an HTTP API cannot change that response.
  const fromGateway = codes.includes(problems.unauthenticated.code);
  const has = (type: ProblemType): boolean => codes.includes(type.code);
  return {
    description: [
      ...types.map(({ code, title }) => `${code}: ${title}`),
      ...(fromGateway ? ['Without a valid access token the gateway answers itself, without a code'] : []),
    ].join('. '),
    headers: {
      ...(!fromGateway && { 'X-Correlation-Id': refer('CorrelationId') }),
      ...(has(problems.rateLimited) && { 'Retry-After': refer('RetryAfter') }),
      ...(has(problems.methodNotAllowed) && { Allow: refer('Allow') }),
    },
    content: {
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: codes } } }],
        },
        examples: Object.fromEntries(types.map((type) => [type.code, exampleOf(type)])),
      },
      ...(fromGateway && {
        'application/json': {
          schema: {
            type: 'object',
            properties: { message: { const: 'Unauthorized' } },
            required: ['message'],
            additionalProperties: false,
          },
        },
      }),
    },
  };
}

function success(route: Route): ZodOpenApiResponseObject {
  const {
    status,
    response,
    produces = 'application/json',
    idempotency = 'none',
    cacheSeconds,
    revalidated,
    example,
  } = route;
  return {
    description: status === 204 ? 'Done' : status === 201 ? 'Made' : 'The answer',
    headers: {
      'X-Correlation-Id': refer('CorrelationId'),
      ...(idempotency !== 'none' && { 'Idempotency-Replayed': refer('IdempotencyReplayed') }),
      ...((cacheSeconds || revalidated) && { 'Cache-Control': refer('CacheControl'), ETag: refer('ETag') }),
    },
    ...(response && {
      content: {
        [produces]: { schema: response, ...(example?.response && { example: example.response }) },
      },
    }),
  };
}

const common = new Set<ProblemType>(Object.values(problems));

/** The name of a component that operations share: for refusals that are alone under their status or common to all services. */
export function responseName(types: readonly ProblemType[]): string | undefined {
  if (types.length > 1 && !types.every((type) => common.has(type))) return undefined;
  const capitals = (_: string, letter: string) => letter.toUpperCase();
  return types.map(({ code }) => code.toLowerCase().replaceAll(/(?:^|_)([a-z])/g, capitals)).join('Or');
}

const byStatus = (types: readonly ProblemType[]): [number, ProblemType[]][] =>
  statuses(types).map((status) => [status, types.filter((type) => type.status === status)]);

const statuses = (types: readonly ProblemType[]): number[] =>
  [...new Set(types.map(({ status }) => status))].sort((a, b) => a - b);

export function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const refused = byStatus(problemsOf(route)).map(([status, types]) => {
    const name = responseName(types);
    return [String(status), name ? { $ref: `#/components/responses/${name}` } : problemResponse(types)];
  });
  return {
    [String(route.status)]: success(route),
    ...((route.cacheSeconds || route.revalidated) && {
      304: { description: 'Not changed', headers: { ETag: refer('ETag') } },
    }),
    ...Object.fromEntries(refused),
  } as ZodOpenApiResponsesObject;
}

/** The components that `responsesOf` references. */
export function sharedResponses(routes: readonly Route[]): Record<string, ZodOpenApiResponseObject> {
  const named = routes
    .flatMap((route) => byStatus(problemsOf(route)))
    .flatMap(([status, types]) => {
      const name = responseName(types);
      return name ? [{ status, name, types }] : [];
    })
    .sort((a, b) => a.status - b.status || (a.name < b.name ? -1 : 1));
  return Object.fromEntries(named.map(({ name, types }) => [name, problemResponse(types)]));
}
