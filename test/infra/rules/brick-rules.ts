// What lambdas/shared/ does for all is not written again: pages, failed conditions, retries and chunks.
import { lineAt, type SourceFile } from '../source.ts';
import { file, isTest, matches, type Rule } from './import-rules.ts';

const isCode = ({ path }: SourceFile): boolean =>
  /^(?:bench|bin|cli|lambdas|lib|localstack|test|web)\/.*\.tsx?$/.test(path);
const isRule = ({ path }: SourceFile): boolean => path.startsWith('test/infra/');
const inTables = ({ path }: SourceFile): boolean => path.startsWith('lambdas/shared/tables/');
const inLambda = (source: SourceFile): boolean => source.path.startsWith('lambdas/') && !isTest(source);

/** Here each try is another one, and none waits for the writer before it. */
const OWN_TRIES = new Set([
  // Takes a hold with an id of its own, because the response to the last one may be lost.
  'lambdas/inventory/reservation-store.ts',
  // Draws another code.
  'lambdas/links/manage-link.ts',
]);

/** Reads with the plain client, whose import takes less time: each visit waits for it. */
const OWN_CLIENT = new Set(['lambdas/links/redirect-store.ts']);

/** `for (let i = 0; i < list.length; i += 10) send(list.slice(i, i + 10))`, on one line or several. */
const CHUNKS = /\bfor \(let (\w+) = 0;[^;]*; \1 \+= (\w+)\)[^;]*?\.slice\(\1, \1 \+ \2\)/g;

export const brickRules: readonly Rule[] = [
  {
    name: 'a list of AWS continues in lambdas/shared/tables/, or by a paginator of the SDK',
    fix: 'Call queryAll, queryShards, queryPage, scanPage or scanPages of query.ts; for another service, its paginate function.',
    find: matches(
      /\b(?:LastEvaluatedKey|ExclusiveStartKey|(?:Next)?ContinuationToken|[nN]extToken|NextMarker)\b/,
      (source) => isCode(source) && !inTables(source) && !isRule(source),
    ),
    refuses: [
      [file('lambdas/shop/store.ts', '} while (answer.LastEvaluatedKey);')],
      [file('lambdas/shop/store.ts', 'new ScanCommand({ ...table(), ExclusiveStartKey: after })')],
      [file('cli/operate/logs.ts', 'for (let NextToken = first; NextToken; ) {}')],
      [file('test/local/kit/aws.ts', 'nextToken = page.nextToken;')],
    ],
    accepts: [
      file('lambdas/shared/tables/query.ts', 'answer.LastEvaluatedKey'),
      file('cli/operate/logs.ts', 'for await (const page of paginateDescribeLogGroups({ client }, {})) use(page);'),
    ],
  },
  {
    name: 'a failed condition is caught in lambdas/shared/tables/',
    fix: 'Call writeIf, updateIf, putOrFind or transact of conditional-write.ts: a condition that fails is a result there.',
    find: matches(/\bConditionalCheckFailedException\b/, (source) => inLambda(source) && !inTables(source)),
    refuses: [
      [file('lambdas/shop/store.ts', 'if (error instanceof ConditionalCheckFailedException) return undefined;')],
      [file('lambdas/shared/http/limiter.ts', "if (error.name === 'ConditionalCheckFailedException') return;")],
    ],
    accepts: [
      file('lambdas/shop/store.ts', "failed[0]?.Code === 'ConditionalCheckFailed'"),
      file('lambdas/shop/store.test.ts', 'throw new ConditionalCheckFailedException({});'),
    ],
  },
  {
    name: 'a table and its items are named and read in lambdas/shared/tables/',
    fix: 'Write itemOf(tables.things, { thingId }), which checks the key against the table, tableOf and readItem (item.ts).',
    find: matches(
      /\bKey: \{|\bGetCommand\b|\bTableName: env\(/,
      (source) => inLambda(source) && !inTables(source) && !OWN_CLIENT.has(source.path),
    ),
    refuses: [
      [file('lambdas/shop/store.ts', 'new UpdateCommand({ ...tableOf(tables.shops), Key: { shopId } })')],
      [file('lambdas/shop/store.ts', 'Update: {\n  ...tableOf(tables.shops),\n  Key: {\n    shopId,\n  },\n}')],
      [file('lambdas/shop/store.ts', 'const table = () => ({ TableName: env(bindings.shopsTable) });')],
      [file('lambdas/shared/http/limiter.ts', 'new GetCommand(itemOf(platformTables.guard, { id }))')],
    ],
    accepts: [
      file('lambdas/shop/store.ts', 'await readItem(itemOf(tables.shops, { shopId }))'),
      file('lambdas/shop/store.ts', 'new GetObjectCommand({ Bucket, Key: keyOf(shopId) })'),
      file('lambdas/shared/tables/item.ts', 'new GetCommand({ ...of, ConsistentRead })'),
    ],
  },
  {
    name: 'no system counts its own tries',
    fix: 'Return CONFLICT to retryOnConflict (lambdas/shared/base/waits/), which waits and always ends; awaited waits for data, patiently for a transaction.',
    find: matches(
      /\b(?:for|while) \((?:let )?(?:attempts?|retries|tried|tries)\b.*$/,
      (source) => inLambda(source) && !/^lambdas\/shared\//.test(source.path) && !OWN_TRIES.has(source.path),
    ),
    refuses: [
      [file('lambdas/shop/change.ts', 'for (let tries = 0; tries < 5; tries += 1) {}')],
      [file('lambdas/shop/change.ts', '} while (tried < MAX_TRIES);')],
      [file('lambdas/shop/bank-api.ts', 'for (let attempt = 1; ; attempt += 1) {}')],
    ],
    accepts: [
      file('lambdas/shop/change.ts', 'for (const attempt of order.attempts) show(attempt);'),
      file('lambdas/shared/base/waits/retry-on-conflict.ts', 'for (let tried = 1; tried <= tries; tried += 1) {}'),
    ],
  },
  {
    name: 'a list is cut into chunks by chunksOf',
    fix: 'Write for (const some of chunksOf(list, size)), or inChunks (lambdas/shared/base/chunks.ts).',
    find: (files) =>
      files
        // The console takes no code of lambdas/.
        .filter((source) => isCode(source) && !isRule(source) && !source.path.startsWith('web/'))
        .flatMap(({ path, text }) =>
          [...text.matchAll(CHUNKS)].map(
            ({ 0: loop, index }) => `${path}:${lineAt(text, index)} ${loop.split('\n')[0]}`,
          ),
        ),
    refuses: [
      [file('lambdas/shop/store.ts', 'for (let i = 0; i < keys.length; i += 25) await remove(keys.slice(i, i + 25));')],
      [
        file(
          'test/local/shop/shop.ts',
          'for (let from = 0; from < ids.length; from += MOST) {\n  await tell(ids.slice(from, from + MOST));\n}',
        ),
      ],
    ],
    accepts: [
      file('lambdas/shop/store.ts', 'for (const some of chunksOf(keys, 25)) await remove(some);'),
      file('lambdas/shop/run.ts', 'const [from, to] = offsets.slice(part, part + 2);'),
    ],
  },
];
