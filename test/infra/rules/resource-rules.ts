// Names of resources are typed once, where a system declares them.
import type { SourceFile } from '../source.ts';
import { file, isTest, matches, type Rule } from './import-rules.ts';

const MAX_CONTRACT_LINES = 200;

const isDeclaration = ({ path }: SourceFile): boolean => /^lambdas\/[^/]+\/resources\.ts$/.test(path);
/** Tests are exempt: they state the names on purpose. */
const reads = (source: SourceFile): boolean =>
  /^(?:lambdas|lib|bin|cli)\/.*\.ts$/.test(source.path) &&
  !isTest(source) &&
  !isDeclaration(source) &&
  source.path !== 'lambdas/shared/base/resources.ts';

const found = (files: readonly SourceFile[], pattern: RegExp): string[] => [
  ...new Set(
    files.filter(isDeclaration).flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')),
  ),
];
const either = (words: readonly string[]): string => words.map((word) => word.replaceAll('/', '\\\\?/')).join('|');

/** `byOwner` of `byOwner: { partition: ...`. A plain word (`open`, `due`) is refused only where it names an index. */
const indexNames = (files: readonly SourceFile[]): string[] => found(files, /(\w+): \{\s*partition:/g);
/** `work/` of `prefix: { work: 'work/' }`. */
const prefixes = (files: readonly SourceFile[]): string[] => found(files, /\w+: '([\w-]+\/)'/g);

const declared = "indexes: { byOwner: { partition: string('ownerId') } }, prefix: { work: 'work/' }";
const shop = (path: string, text: string) => [file('lambdas/shop/resources.ts', declared), file(path, text)];

export const resourceRules: readonly Rule[] = [
  {
    name: 'an index is named by its declaration',
    fix: "Spread keyCondition(tables.orders.index.byOwner, 'ownerId = :ownerId') of lambdas/shared/tables/key-condition.ts into the query; in a stack, allowWithIndex(tables.orders.index.byOwner, ...).",
    find: (files) => {
      const camelCase = indexNames(files).filter((name) => /[A-Z]/.test(name));
      return [
        ...matches(/\b(?:IndexName|indexName):[^\n;]*['"`].*$/, reads)(files),
        ...matches(/\ballowWithIndex(?:es)?\(\s*\[?\s*['"`].*$/, reads)(files),
        ...(camelCase.length > 0 ? matches(new RegExp(`['"](?:${either(camelCase)})['"]`), reads)(files) : []),
      ];
    },
    refuses: [
      shop('lambdas/shop/order-store.ts', "new QueryCommand({ ...table(), IndexName: 'open' })"),
      shop('lambdas/shop/order-store.ts', "const at = { IndexName: all ? 'byTime' : unread.name };"),
      shop('lambdas/shop/order-store.ts', "const OWNED = 'byOwner';"),
      shop('lib/stacks/shop-stack.ts', "orders.allowWithIndex('due', 'GetItem')"),
      shop('lib/stacks/shop-stack.ts', "orders.allowWithIndexes([\n'due'], 'GetItem')"),
    ],
    accepts: [
      ...shop('lambdas/shop/order-store.ts', "keyCondition(tables.orders.index.byOwner, 'ownerId = :ownerId')"),
      file('lib/stacks/shop-stack.ts', "orders.allowWithIndex(tables.orders.index.byOwner, 'GetItem')"),
      file('lambdas/shop/order-store.test.ts', "expect(query.IndexName).toBe('byOwner')"),
    ],
  },
  {
    name: 'a query looks where keyCondition lets it',
    fix: "Spread keyCondition(tables.orders, 'orderId = :orderId') of lambdas/shared/tables/key-condition.ts: a wrong attribute does not compile.",
    find: matches(
      /\bKeyConditionExpression:\s*(?:['"`]|[^\n;]*\?).*$/,
      (source) => reads(source) && source.path !== 'lambdas/shared/tables/index-part.ts',
    ),
    refuses: [
      shop('lambdas/shop/order-store.ts', "KeyConditionExpression: 'orderId = :orderId',"),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
      shop('lambdas/shop/order-store.ts', 'KeyConditionExpression: `orderId = :id${more}`,'),
    ],
    accepts: shop('lambdas/shop/order-store.ts', "...keyCondition(tables.orders, 'orderId = :orderId'),"),
  },
  {
    name: 'a prefix of a bucket is read from its declaration',
    fix: 'Take buckets.blobs.prefix.work of resources.ts (contract.buckets elsewhere): permissions are given by it.',
    find: (files) => {
      const names = either(prefixes(files));
      return names === ''
        ? []
        : matches(new RegExp(`(?:['"\`]|/\\^)(?:${names})(?:['"\`*]|\\$\\{|\\().*$`), (source) => reads(source))(files);
    },
    refuses: [
      shop('lambdas/shop/order.ts', "const WORK = 'work/';"),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
      shop('lambdas/shop/order.ts', 'const key = `work/${orderId}`;'),
      shop('lambdas/shop/order.ts', 'const id = /^work\\/([0-9a-f]{20})$/.exec(key);'),
      shop('lib/constructs/map-reduce.ts', "bucket.arnForObjects('work/*')"),
    ],
    accepts: [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
      ...shop('lambdas/shop/order.ts', 'const key = `${buckets.blobs.prefix.work}${orderId}`;'),
      file('lib/stacks/shop-stack.ts', "new ServiceFunction(this, 'work/place-order', {})"),
      file('lambdas/shop/order.test.ts', "expect(key).toBe('work/1')"),
    ],
  },
  {
    name: `a contract is not longer than ${MAX_CONTRACT_LINES} lines`,
    fix: 'Put its schemas into schemas.ts and its examples into examples.ts beside it, as lambdas/jobs does.',
    find: (files) =>
      files
        .filter(({ path }) => /^lambdas\/[^/]+\/contract\.ts$/.test(path))
        .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
        .filter(({ lines }) => lines > MAX_CONTRACT_LINES)
        .map(({ path, lines }) => `${path}:${MAX_CONTRACT_LINES + 1} goes on to line ${lines}`),
    refuses: [[file('lambdas/shop/contract.ts', 'a\n'.repeat(MAX_CONTRACT_LINES + 1))]],
    accepts: [
      file('lambdas/shop/contract.ts', 'a\n'.repeat(MAX_CONTRACT_LINES)),
      file('lambdas/shop/schemas.ts', 'a\n'.repeat(MAX_CONTRACT_LINES + 1)),
    ],
  },
];
