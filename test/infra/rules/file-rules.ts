// How files are named, their maximum length, and what they must not contain.
import { basename, dirname } from 'node:path';
import { misstatements } from '../../selection/manner.ts';
import type { SourceFile } from '../source.ts';
import { file, isTest, matches, type Rule } from './import-rules.ts';

const MAX_LINES = 250;
const MAX_FLAT_FILES = 25;
const MAX_README_LINES = 40;
const isCode = ({ path }: SourceFile): boolean => /\.m?[jt]sx?$/.test(path);
/** Pictures are generated, one a system and one a page. */
const isPicture = (path: string): boolean => /\.(?:png|svg)$/.test(path);
const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
const named =
  (wrong: (part: string) => boolean): Rule['find'] =>
  (files) =>
    files.filter(({ path }) => path.split('/').some(wrong)).map(({ path }) => `${path}:1 is named so`);

const stem = (part: string): string => part.split('.')[0] ?? '';
/** Names that tools require. */
const FIXED_NAME = /^\.|^__snapshots__$|^[A-Z]+(?:\.md)?$/;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;

/** Environment names of resources in the contracts: the values of `bindings` and `platformBindings`. */
function bindingNames(files: readonly SourceFile[]): string[] {
  const objects = files
    .filter(({ path }) => /^lambdas\/(?:[^/]+\/resources|shared\/base\/names)\.ts$/.test(path))
    .flatMap(({ text }) =>
      [...text.matchAll(/^export const \w*[bB]indings = \{([^}]*)\}/gm)].map((match) => match[1] ?? ''),
    );
  return [
    ...new Set(objects.flatMap((object) => [...object.matchAll(/:\s*'([A-Z0-9_]+)'/g)].map((match) => match[1] ?? ''))),
  ];
}

function missingParts(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const services = new Set([...paths].flatMap((path) => /^lambdas\/([^/]+)\/./.exec(path)?.[1] ?? []));
  services.delete('shared');
  return [...services].flatMap((service) =>
    ['contract.ts', 'http.ts', 'README.md']
      .map((name) => `lambdas/${service}/${name}`)
      .filter((path) => !paths.has(path))
      .map((path) => `${path}:1 is missing`),
  );
}

const onlyReExports = (text: string): boolean => {
  const rest = text
    .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replaceAll(/export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['"][^'"]+['"];?/g, '');
  return /\bexport\b/.test(text) && rest.trim() === '';
};

/** Package and image registries. */
const REGISTRY =
  /\b(?:[\w-]+\.)*(?:npmjs\.(?:org|com)|yarnpkg\.com|npmmirror\.com|pypi\.org|pythonhosted\.org|crates\.io|rubygems\.org|golang\.org|docker\.(?:io|com)|ghcr\.io|quay\.io|maven\.org)\b/;

const word = (letters: string): string => letters.toUpperCase();

export const fileRules: readonly Rule[] = [
  {
    name: `no file of code or style is longer than ${MAX_LINES} lines`,
    fix: 'Split it by what it is about (files aim at 150 lines); do not squeeze lines together.',
    find: (files) =>
      files
        .filter(({ path, text }) => /\.(?:m?[jt]sx?|c[jt]s|css|html|py|sh)$/.test(path) && linesOf(text) > MAX_LINES)
        .map(({ path, text }) => `${path}:${MAX_LINES + 1} goes on to line ${linesOf(text)}`),
    refuses: [
      [file('web/shell/console.css', 'a {}\n'.repeat(MAX_LINES + 1))],
      [file('web/shell/app.tsx', 'a();\n'.repeat(MAX_LINES + 1))],
    ],
    accepts: [file('web/shell/console.css', 'a {}\n'.repeat(MAX_LINES)), file('README.md', '\n'.repeat(MAX_LINES + 1))],
  },
  {
    name: `no folder has more than ${MAX_FLAT_FILES} files beside one another`,
    fix: 'Give it rooms, each named for what its files are about (lambdas/shared has five).',
    find: (files) =>
      [
        ...Map.groupBy(
          files.filter(({ path }) => !isPicture(path)),
          ({ path }) => dirname(path),
        ),
      ]
        .filter(([, inside]) => inside.length > MAX_FLAT_FILES)
        .map(([folder, inside]) => `${folder}:1 has ${inside.length} files`),
    refuses: [
      Array.from({ length: MAX_FLAT_FILES + 1 }, (_, n) => file(`lambdas/shop/part-${n}.ts`, '')),
      Array.from({ length: MAX_FLAT_FILES + 1 }, (_, n) => file(`test/local/shop/part-${n}.test.ts`, '')),
      [
        file('localstack/README.md', ''),
        ...Array.from({ length: MAX_FLAT_FILES }, (_, n) => file(`localstack/part-${n}.ts`, '')),
      ],
    ],
    accepts: [
      ...Array.from({ length: MAX_FLAT_FILES }, (_, n) => file(`lambdas/shop/part-${n}.ts`, '')),
      file('lambdas/shop/rooms/part.test.ts', ''),
      file('lambdas/shop/rooms/part.ts', ''),
      ...Array.from({ length: MAX_FLAT_FILES + 1 }, (_, n) => file(`docs/images/part-${n}.svg`, '')),
    ],
  },
  {
    name: 'no file is a drawer for anything',
    fix: 'Name it by what it knows: limiter, cursor, base62. Never utils, helpers, common, manager or types.',
    find: named((part) => /(?:^|-)(?:utils?|helpers?|commons?|managers?|types?|misc)$/.test(stem(part))),
    refuses: [
      [file('lambdas/shared/string-utils.ts', '')],
      [file('lib/common/table.ts', '')],
      [file('web/types.d.ts', '')],
    ],
    accepts: [file('lambdas/shared/base/text/base62.ts', '')],
  },
  {
    name: 'files and folders are named in kebab-case',
    fix: 'Rename it with small letters, digits and hyphens: click-store.ts.',
    find: named((part) => !FIXED_NAME.test(part) && !KEBAB.test(part)),
    refuses: [
      [file('lambdas/links/clickStore.ts', '')],
      [file('lib/Stacks/edge-stack.ts', '')],
      [file('web/new_link.ts', '')],
    ],
    accepts: [
      file('lambdas/links/click-store.test.ts', ''),
      file('docs/decisions/0001-one-app.md', ''),
      file('README.md', ''),
    ],
  },
  {
    name: 'no file only passes on what others export',
    fix: 'Delete it and import from the file that has the thing.',
    find: (files) =>
      files
        .filter((source) => isCode(source) && onlyReExports(source.text))
        .map(({ path }) => `${path}:1 only re-exports`),
    refuses: [
      [file('lambdas/shared/index.ts', "// All.\nexport * from './http.ts';\nexport {\n  log,\n} from './log.ts';\n")],
    ],
    accepts: [
      file('lambdas/links/contract.ts', "export { bindings } from './resources.ts';\nexport const contract = {};"),
    ],
  },
  {
    name: 'nothing is left for later in the code',
    fix: 'Do it now, or open an issue and delete the comment.',
    find: matches(/\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b.*$/, (source) => source.path !== 'package-lock.json'),
    refuses: [
      [file('lambdas/links/link.ts', `const a = 1; // ${word('todo')}: later`)],
      [file('docs/tour.md', `${word('fixme')} later`)],
    ],
    accepts: [file('web/kit/status.tsx', "const todo = ['later'];")],
  },
  {
    name: 'the lock file names no registry',
    fix: 'Run npm install with the .npmrc of this project (omit-lockfile-registry-resolved=true) and commit the lock again.',
    find: matches(/"resolved":.*$|^.*\.tgz.*$/, ({ path }) => path === 'package-lock.json'),
    refuses: [[file('package-lock.json', '{\n  "resolved": "https://packages.example.org/a/-/a-1.0.0.tgz"\n}')]],
    accepts: [file('package-lock.json', '{ "version": "1.0.0", "funding": { "url": "https://example.org" } }')],
  },
  {
    name: 'no file names the host of a package registry',
    fix: 'Name the package alone: everybody installs it from the registry that their machine is set up with.',
    find: matches(REGISTRY, () => true),
    refuses: [
      [file('README.md', `[a package](https://${['pypi', 'org'].join('.')}/project/a/)`)],
      [file('.ci/run', `npm install --registry https://registry.${['npmjs', 'org'].join('.')}/`)],
      [file('localstack/requirements.in', `--index-url https://files.${['pythonhosted', 'org'].join('.')}/simple`)],
    ],
    accepts: [file('README.md', 'uv pip compile, npm install and https://nodejs.org')],
  },
  {
    name: 'every service has a contract, an HTTP side and a README',
    fix: 'A service folder has contract.ts (its promises), http.ts (a line a route) and README.md (a page, one diagram).',
    find: missingParts,
    refuses: [
      [file('lambdas/shop/contract.ts', ''), file('lambdas/shop/http.ts', '')],
      [file('lambdas/shop/order.ts', '')],
    ],
    accepts: [
      ...['contract.ts', 'http.ts', 'README.md'].map((name) => file(`lambdas/shop/${name}`, '')),
      file('lambdas/shared/base/clock.ts', ''),
    ],
  },
  {
    name: `the README of a service is under ${MAX_README_LINES} lines`,
    fix: 'Keep what it owns, promises, how it fails and its events; the rest belongs to docs/.',
    find: (files) =>
      files
        .filter(({ path, text }) => /^lambdas\/[^/]+\/README\.md$/.test(path) && linesOf(text) >= MAX_README_LINES)
        .map(({ path, text }) => `${path}:${MAX_README_LINES} goes on to line ${linesOf(text)}`),
    refuses: [[file('lambdas/shop/README.md', 'a line\n'.repeat(MAX_README_LINES))]],
    accepts: [file('lambdas/shop/README.md', 'a line\n'.repeat(MAX_README_LINES - 1))],
  },
  {
    name: 'an environment name is typed once, in the bindings of its resources.ts',
    fix: 'Use bindings.<name> of the contract (platformBindings of lambdas/shared/base/contract.ts) instead of the literal.',
    find: (files) =>
      bindingNames(files).flatMap((name) => {
        const found = matches(new RegExp(`['"\`]${name}['"\`]|\\benv\\.${name}\\b`), isCode)(files);
        return found.length > 1 ? found : [];
      }),
    refuses: [
      [
        file('lambdas/shop/resources.ts', "export const bindings = {\n  ordersTable: 'ORDERS_TABLE',\n} as const;"),
        file('lib/stacks/shop-stack.ts', 'worker.bind("ORDERS_TABLE", orders.allow());'),
      ],
      [
        file('lambdas/shop/resources.ts', "export const bindings = { ordersTable: 'ORDERS_TABLE' } as const;"),
        file('lambdas/shop/store.test.ts', "process.env.ORDERS_TABLE = 'orders';"),
      ],
    ],
    accepts: [
      file('lambdas/shop/resources.ts', "export const bindings = { ordersTable: 'ORDERS_TABLE' } as const;"),
      file('lambdas/shop/store.ts', 'env(bindings.ordersTable)'),
    ],
  },
  {
    name: 'a test stands beside what it tests',
    fix: 'Rename it after the file beside it; what crosses services belongs to test/.',
    find: (files) => {
      const paths = new Set(files.map(({ path }) => path));
      return files
        .filter((source) => isTest(source) && /^(?:lambdas|lib|bin|cli|web|localstack)\//.test(source.path))
        .filter(({ path }) => !['.ts', '.tsx', '.mjs'].some((ending) => paths.has(path.replace('.test.ts', ending))))
        .map(({ path }) => `${path}:1 has no ${basename(path).replace('.test.ts', '.ts')} beside it`);
    },
    refuses: [[file('lambdas/links/everything.test.ts', '')]],
    accepts: [
      file('lambdas/links/link.test.ts', ''),
      file('lambdas/links/link.ts', ''),
      file('test/infra/rules.test.ts', ''),
    ],
  },
  {
    name: 'a test file says in its head how it is run, in words that are known',
    fix: 'test/selection/manner.ts has the words: // @runs alone: why, // @runs alone cart: why, // @runs beside: why, // @takes 120 s.',
    find: (files) => files.flatMap((source) => misstatements(source).map((what) => `${source.path}:1 ${what}`)),
    refuses: [
      [file('test/local/shop.test.ts', '// The shop.\n// @runs alone\n')],
      [file('test/faults/shop.test.ts', '// The shop that dies.\n')],
    ],
    accepts: [
      file('test/local/shop.test.ts', '// The shop.\n// @runs alone: it closes the shop for everybody\n'),
      file('test/faults/shop.test.ts', '// The shop that dies.\n// @takes 90 s\n'),
    ],
  },
];
