// docs/openapi.json matches the contracts completely, and its examples are valid.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { readContracts } from '../../bin/contracts.ts';
import { documentFile, openapiText } from '../../bin/openapi.ts';
import { problemsOf } from '../../bin/openapi-responses.ts';

interface Answer {
  readonly $ref?: string;
  readonly headers?: Record<string, unknown>;
  readonly content?: Record<string, { examples?: Record<string, unknown> }>;
}
interface Operation {
  readonly operationId: string;
  readonly security: object[];
  readonly responses: Record<string, Answer>;
  readonly parameters: readonly { readonly $ref?: string }[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly responses: Record<string, Answer> };
}

const kept = readFileSync(documentFile, 'utf8');
const document = JSON.parse(kept) as Document;
const routes = (await readContracts()).flatMap(({ contract }) => Object.entries(contract.routes));

/** The response of an operation for a status, inline or in the components. */
function answerOf(operation: Operation | undefined, status: number): Answer | undefined {
  const answer = operation?.responses[status];
  return answer?.$ref ? document.components.responses[answer.$ref.split('/').at(-1) ?? ''] : answer;
}

test('docs/openapi.json is what the contracts say', async () => {
  if ((await openapiText()) !== kept)
    throw new Error('The contracts have changed.\n\nFix: npm run openapi, and commit.');
});

test('is made the same every time', async () => {
  expect(await openapiText()).toBe(await openapiText());
});

test('names each operation once', () => {
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect([...ids].sort()).toEqual(routes.map(([name]) => name).sort());
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(routes)('%s', (_, route) => {
  const operation = document.paths[route.template]?.[route.method.toLowerCase()];

  test('names the Idempotency-Key as it treats it', () => {
    const keys = operation?.parameters.flatMap(
      ({ $ref = '' }) => /parameters\/(.*IdempotencyKey)$/.exec($ref)?.[1] ?? [],
    );
    const expected = { none: [], optional: ['IdempotencyKey'], required: ['RequiredIdempotencyKey'] };
    expect(keys).toEqual(expected[route.idempotency ?? 'none']);
  });

  test('says each refusal with its code, 405 with Allow, 429 with Retry-After', () => {
    expect(answerOf(operation, route.status)).toBeDefined();
    for (const { status, code } of problemsOf(route)) {
      const examples = answerOf(operation, status)?.content?.['application/problem+json']?.examples ?? {};
      expect([status, Object.keys(examples)]).toEqual([status, expect.arrayContaining([code])]);
    }
    const revocable = route.auth === 'user' && (route.method !== 'GET' || route.limit || route.roles);
    const unauthenticated = answerOf(operation, 401)?.content?.['application/problem+json']?.examples ?? {};
    expect(Object.keys(unauthenticated).includes('TOKEN_REVOKED')).toBe(Boolean(revocable));
    expect(answerOf(operation, 405)?.headers).toHaveProperty('Allow');
    if (route.limit) expect(answerOf(operation, 429)?.headers).toHaveProperty('Retry-After');
    expect(operation?.security).toEqual(route.auth === 'user' ? [{ accessToken: [] }] : []);
  });

  test('has examples that fit', () => {
    for (const part of ['path', 'query', 'body', 'response'] as const) {
      const example = route.example?.[part];
      const schema = route[part];
      if (example === undefined) continue;
      expect(schema && z.safeParse(schema, example).error?.issues).toBeUndefined();
      expect(schema).toBeDefined();
    }
    if (route.body) expect(route.example?.body).toBeDefined();
  });
});
