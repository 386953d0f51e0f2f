// The same Idempotency-Key and body give the same response for 24 hours. Another body, or a concurrent duplicate, is
// refused.
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyValidationError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context } from 'aws-lambda';
import { answersKeptSeconds } from '../base/contract.ts';
import { type HttpAnswer, Problem, problems, tryLater } from '../base/problem.ts';
import { dynamodb } from '../tables/dynamodb.ts';
import { owningPuts } from '../tables/own-puts.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** The header's value. Refuses a malformed one, or a missing one where the route requires it. */
export function idempotencyKey(header: string | undefined, required: boolean): string | undefined {
  if (header === undefined && !required) return undefined;
  if (header !== undefined && KEY.test(header)) return header;
  throw new Problem(problems.idempotencyKeyInvalid, 'Send an Idempotency-Key of 1 to 255 visible ASCII characters.');
}

/**
 * Runs `work` once per `scope` (user, route and key, already hashed). Refusals are not stored, because they changed
 * nothing. After a crash between the effect and the stored response, `work` runs again once the function's own time is
 * over, so every rule derives its effect from the operation id and finds what it did (see newLink in
 * links/manage-link.ts).
 */
export async function answerOnce(
  table: string,
  scope: string,
  bodyHash: string,
  context: Context,
  work: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'scope',
    payloadValidationJmesPath: 'bodyHash',
    expiresAfterSeconds: answersKeptSeconds,
    hashFunction: 'sha256',
    responseHook: (answer) => {
      const stored = answer as unknown as HttpAnswer;
      return { ...stored, headers: { ...stored.headers, 'idempotency-replayed': 'true' } };
    },
  });
  config.registerLambdaContext(context);
  const once = makeIdempotent(work as (payload: { scope: string; bodyHash: string }) => Promise<HttpAnswer>, {
    persistenceStore: new DynamoDBPersistenceLayer({ tableName: table, awsSdkV3Client: owningPuts(dynamodb()) }),
    config,
    keyPrefix: 'answer',
  });
  try {
    return await once({ scope, bodyHash });
  } catch (error) {
    if (error instanceof IdempotencyValidationError) throw new Problem(problems.idempotencyKeyReused);
    if (error instanceof IdempotencyAlreadyInProgressError) {
      throw tryLater(problems.idempotencyInFlight, 1);
    }
    throw error;
  }
}
