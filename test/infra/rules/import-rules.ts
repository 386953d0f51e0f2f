// Allowed imports and calls.
import { closureOf, importsOf, lineAt, type SourceFile } from '../source.ts';

export interface Rule {
  /** The rule as a sentence. */
  readonly name: string;
  readonly fix: string;
  /** `file:line what` of every violation. */
  readonly find: (files: readonly SourceFile[]) => string[];
  /** Sources that each break the rule once; they prove that the rule can fail. */
  readonly refuses: readonly (readonly SourceFile[])[];
  /** Sources close to those that keep the rule. */
  readonly accepts: readonly SourceFile[];
}

export const file = (path: string, text: string): SourceFile => ({ path, text });
export const isTest = ({ path }: SourceFile): boolean => /\.test\.tsx?$/.test(path);

/** A rule about single imports. */
export const imports =
  (within: RegExp, forbidden: (from: string, importer: string) => boolean): Rule['find'] =>
  (files) =>
    files
      .filter(({ path }) => within.test(path) && /\.m?[jt]sx?$/.test(path))
      .flatMap((source) =>
        importsOf(source)
          .filter(({ from }) => forbidden(from, source.path))
          .map(({ from, line }) => `${source.path}:${line} imports ${from}`),
      );

/** A rule about text that matches a pattern. */
export const matches =
  (pattern: RegExp, applies: (file: SourceFile) => boolean): Rule['find'] =>
  (files) =>
    files
      .filter(applies)
      .flatMap(({ path, text }) =>
        [...text.matchAll(new RegExp(pattern, 'gm'))].map(
          ({ 0: found, index }) => `${path}:${lineAt(text, index)} ${found.trim()}`,
        ),
      );

const serviceOf = (path: string): string | undefined => /^lambdas\/([^/]+)\//.exec(path)?.[1];
const isContract = (path: string): boolean => path.endsWith('/contract.ts');
const runtimeBut = (...allowed: string[]) => {
  return (source: SourceFile) =>
    source.path.startsWith('lambdas/') && !isTest(source) && !allowed.includes(source.path);
};

/** The console's shop talks to five. */
const MOST_SYSTEMS = 5;
const importing = (...systems: readonly string[]): string =>
  systems.map((system) => `import { contract as ${system} } from '../lambdas/${system}/contract.ts';`).join('\n');

export const importRules: readonly Rule[] = [
  {
    name: 'what runs in a Lambda knows nothing of the CDK',
    fix: 'Move what both need to a contract.ts of lambdas/; lib/ may import that.',
    find: imports(/^lambdas\//, (from) =>
      /^(?:aws-cdk-lib|constructs|cdk-nag|@aws-cdk)(?:\/|$)|^(?:lib|bin)\//.test(from),
    ),
    refuses: [
      [file('lambdas/links/http.ts', "import { Stack } from 'aws-cdk-lib';")],
      [file('lambdas/links/http.ts', "import {\n  target,\n} from '../../lib/target.ts';")],
    ],
    accepts: [file('lambdas/links/http.ts', "import * as z from 'zod/mini';")],
  },
  {
    name: 'stacks and constructs import nothing of lambdas/ but contracts',
    fix: "Export it from the service's contract.ts and import that.",
    find: imports(/^lib\//, (from) => from.startsWith('lambdas/') && !isContract(from)),
    refuses: [
      [file('lib/stacks/links-stack.ts', "import { bindings } from '../../lambdas/links/resources.ts';")],
      [file('lib/stacks/links-stack.ts', "export { bindings } from '../../lambdas/links/resources.ts';")],
    ],
    accepts: [file('lib/stacks/links-stack.ts', "import { bindings } from '../../lambdas/links/contract.ts';")],
  },
  {
    name: 'a service imports another one only through its contract',
    fix: "Import the other service's contract.ts, or move what both need to lambdas/shared/ (which imports no service's insides).",
    find: imports(/^lambdas\//, (from, importer) => {
      const service = serviceOf(from);
      return service !== undefined && service !== 'shared' && service !== serviceOf(importer) && !isContract(from);
    }),
    refuses: [
      [file('lambdas/shop/order.ts', "import { findUser } from '../users/store.ts';")],
      [file('lambdas/shared/http/http.ts', "const { findUser } = await import('../../users/store.ts');")],
    ],
    accepts: [
      file(
        'lambdas/shop/order.ts',
        "import { roles } from '../users/contract.ts';\nimport { env } from '../shared/base/env.ts';",
      ),
    ],
  },
  {
    name: 'no file lists the systems',
    fix: 'Read all contracts: readContracts() of bin/contracts.ts. bin/app.ts and the entries of the console are the only lists.',
    find: (files) =>
      files
        .filter(({ path }) => /\.(?:m?[jt]sx?)$/.test(path))
        .flatMap((source) => {
          const contracts = importsOf(source).filter(({ from }) => isContract(from) && serviceOf(from) !== 'shared');
          const systems = new Set(contracts.map(({ from }) => serviceOf(from)));
          return systems.size > MOST_SYSTEMS
            ? [`${source.path}:1 imports the contracts of ${systems.size} systems`]
            : [];
        }),
    refuses: [[file('test/examples.ts', importing('audience', 'bank', 'cart', 'catalog', 'jobs', 'links'))]],
    accepts: [
      file('web/shop-api.ts', importing('bank', 'cart', 'catalog', 'orders', 'payments')),
      file('bin/contracts.ts', "globSync('lambdas/*/contract.ts')"),
    ],
  },
  {
    name: 'only stores and lambdas/shared/ talk to the AWS SDK',
    fix: "Put the call into the service's store.ts (or <noun>-store.ts); rules get plain values.",
    find: (files) =>
      imports(/^lambdas\/(?!shared\/)(?!.*\/(?:[a-z-]+-)?store\.ts$)/, (from) => from.startsWith('@aws-sdk/'))(
        files.filter((source) => !isTest(source)),
      ),
    refuses: [[file('lambdas/links/link.ts', "import { GetCommand } from '@aws-sdk/lib-dynamodb';")]],
    accepts: [
      file('lambdas/links/clicks/click-store.ts', "import { GetCommand } from '@aws-sdk/lib-dynamodb';"),
      file('lambdas/shared/tables/dynamodb.ts', "import { GetCommand } from '@aws-sdk/lib-dynamodb';"),
    ],
  },
  {
    name: 'a service without limits and idempotency carries no SDK',
    fix: 'Let lambdas/shared/http/http.ts pass it to handlerOf of routes.ts, which every service has: 265 KB in each bundle.',
    find: (files) =>
      closureOf(files, 'lambdas/shared/http/routes.ts').flatMap((source) =>
        importsOf(source)
          .filter(({ from, typeOnly }) => !typeOnly && /^@aws-(?:sdk|lambda-powertools)\//.test(from))
          .map(({ from, line }) => `${source.path}:${line} imports ${from}`),
      ),
    refuses: [
      [
        file('lambdas/shared/http/routes.ts', "import { countRequest } from './limiter.ts';"),
        file('lambdas/shared/http/limiter.ts', "import { UpdateCommand } from '@aws-sdk/lib-dynamodb';"),
      ],
    ],
    accepts: [
      file('lambdas/shared/http/routes.ts', "import type { Window } from './limiter.ts';"),
      file('lambdas/shared/http/limiter.ts', "import { UpdateCommand } from '@aws-sdk/lib-dynamodb';"),
    ],
  },
  {
    name: 'only lambdas/shared/base/env.ts reads the environment',
    fix: "Call env(bindings.name) of lambdas/shared/base/env.ts, with the name from the service's contract.",
    find: matches(
      /\bprocess\s*\.\s*env\b|\bimport\s[^;]*\benv\b[^;]*from 'node:process'/,
      runtimeBut('lambdas/shared/base/env.ts'),
    ),
    refuses: [[file('lambdas/links/store.ts', 'const table = process.env.NAME;')]],
    accepts: [
      file('lambdas/shared/base/env.ts', 'process.env[name]'),
      file('lambdas/links/store.ts', 'env(bindings.table)'),
    ],
  },
  {
    name: 'only the clock reads the time and only the ids draw at random',
    fix: 'Take nowMs as an argument, or use lambdas/shared/base/clock.ts and ids.ts; otherwise no test can hold time still.',
    find: matches(
      /\bDate\.now\b|\bnew Date\(|(?<![\w.])Date\(|\bMath\.random\b|\bperformance\.now\b|\brandom(?:UUID|UUIDv7|Bytes|Int)\b/,
      runtimeBut('lambdas/shared/base/clock.ts', 'lambdas/shared/base/ids.ts'),
    ),
    refuses: [
      [file('lambdas/links/link.ts', 'const now = Date.now();')],
      [file('lambdas/links/link.ts', 'const day = new Date().toISOString();')],
      [file('lambdas/links/link.ts', 'await pause(Math.random() * 100);')],
    ],
    accepts: [
      file('lambdas/shared/base/clock.ts', 'Date.now()'),
      file('lambdas/links/link.ts', 'const day = utcDay(nowMs);'),
      file('lambdas/links/link.test.ts', 'new Date(0)'),
    ],
  },
  {
    name: 'zod comes as zod/mini',
    fix: "Write import * as z from 'zod/mini': 26 KB in each bundle, where { z } from 'zod' is 444 KB.",
    find: imports(/./, (from) => /^zod(?:\/v4)?$/.test(from)),
    refuses: [[file('lambdas/links/contract.ts', "import { z } from 'zod';")]],
    accepts: [file('lambdas/links/contract.ts', "import * as z from 'zod/mini';")],
  },
];
