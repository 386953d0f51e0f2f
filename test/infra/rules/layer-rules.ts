// Allowed imports between the files of a service: the anatomy that docs/tour.md describes.
import { basename } from 'node:path';
import { importsOf, type SourceFile } from '../source.ts';
import { file, isTest, type Rule } from './import-rules.ts';

/** Verbs that need no noun, because the noun is the service's own; and the routers. */
const ALONE = new Set(
  'change checkout decide deliver http notify rebuild reconcile redirect relay restock settle socket sweep'.split(' '),
);
/** Common verbs: the first word of the name of a use case or worker, before its noun. */
const VERBS = new Set(
  `accept add advance announce assemble assign attempt authorise book broadcast build cancel capture change charge check
  checkout choose claim clean clear close collect commit compact compute confirm connect convert copy count create decide
  delete deliver detect dispatch draw drop encode end enqueue estimate evict exchange expand expire export fan fetch fill
  filter find finish flush follow forget forward gather generate get give grant hand handle hold import index ingest issue
  join keep leave list load locate lock log look make manage map mark match measure merge migrate move mute notify offer
  open park pay place plan play poll post prepare present process project promote prove publish pull purge push put
  quote rank rate read rebuild receive recognise reconcile record redeem redirect refresh refund register reject relay
  release remember remind remove render renew replay report request reserve reset resolve restock resume retry return
  revoke rewind route run sample save scan schedule score seal search seed select send serve settle share shed show sign
  snapshot split start stop store stream submit subscribe sum sweep switch sync take tell throttle track transcode
  transcribe trim undo unfollow unlock unregister unsubscribe update upload validate verify vote wake warm watch wire
  withdraw write`.split(/\s+/),
);
/** Words in -ing that are not activities: the algorithm of Metwally, Agrawal and El Abbadi (2005). */
const NAMES = new Set(['space-saving']);

const stem = (path: string): string => basename(path, '.ts');
const isOfService = ({ path }: SourceFile): boolean => /^lambdas\/(?!shared\/).*\.ts$/.test(path);
const isStore = (path: string): boolean => /^lambdas\/(?!shared\/).*[/-]store\.ts$/.test(path);
/** Whether the file exports an asynchronous function that begins with the word, which makes it a verb. */
const actsAs = (word: string, { text }: SourceFile): boolean =>
  new RegExp(`^export (?=.*(?:async |Promise<))(?:async )?(?:function|const) ${word}(?![a-z])`, 'm').test(text);
/** `place-order`, `deliver`, and the routers `http` and `socket`. Alone, `order`, `charge` and `claim` are nouns. */
function isUseCase(source: SourceFile): boolean {
  const [first = '', ...rest] = stem(source.path).split('-');
  return (rest.length === 0 ? ALONE : VERBS).has(first) || actsAs(first, source);
}
const isNoun = (source: SourceFile): boolean =>
  isOfService(source) && !isTest(source) && !isStore(source.path) && !isUseCase(source);
const isEntry = ({ text }: SourceFile): boolean => /^export const handler\b/m.test(text);

type Edges = ReadonlyMap<string, readonly { readonly from: string; readonly line: number }[]>;

/** The project files that each file imports, types included: a reader needs both. */
function edgesOf(files: readonly SourceFile[]): Edges {
  const paths = new Set(files.map(({ path }) => path));
  return new Map(
    files
      .filter(({ path }) => /\.(?:m?[jt]s|[jt]sx)$/.test(path))
      .map((source) => [source.path, importsOf(source).filter(({ from }) => paths.has(from))]),
  );
}

/** The import path from a file to a wanted one, both included; undefined if none is reachable. */
function way(edges: Edges, from: string, wanted: (path: string) => boolean): readonly string[] | undefined {
  const before = new Map<string, string | undefined>([[from, undefined]]);
  for (const path of before.keys()) {
    if (wanted(path)) {
      const steps: string[] = [];
      for (let step: string | undefined = path; step !== undefined; step = before.get(step)) steps.unshift(step);
      return steps;
    }
    for (const { from: next } of edges.get(path) ?? []) if (!before.has(next)) before.set(next, path);
  }
  return undefined;
}

const by = (steps: readonly string[]): string => steps.map((path) => path.replace(/^lambdas\//, '')).join(' > ');

function circles(files: readonly SourceFile[]): string[] {
  const edges = edgesOf(files);
  return [...edges].flatMap(([path, imports]) =>
    imports.flatMap(({ from, line }) => {
      const back = way(edges, from, (reached) => reached === path);
      return back ? [`${path}:${line} imports itself by ${by(back)}`] : [];
    }),
  );
}

function storesUnderStores(files: readonly SourceFile[]): string[] {
  const edges = edgesOf(files);
  return [...edges]
    .filter(([path]) => isStore(path))
    .flatMap(([path, imports]) =>
      imports.flatMap(({ from, line }) => {
        const lower = way(edges, from, (reached) => reached !== from && isStore(reached));
        return lower ? [`${path}:${line} imports a store by ${by(lower)}`] : [];
      }),
    );
}

function nounsOverStores(files: readonly SourceFile[]): string[] {
  const edges = edgesOf(files);
  return files.filter(isNoun).flatMap(({ path }) =>
    (edges.get(path) ?? []).flatMap(({ from, line }) => {
      const store = way(edges, from, isStore);
      return store ? [`${path}:${line} works on a store: ${by(store)}`] : [];
    }),
  );
}

const IMPURE = /^lambdas\/shared\/(?:aws|tables|messaging|http)\/|^lambdas\/shared\/base\/env\.ts$/;

const isGerund = (name: string): boolean =>
  !NAMES.has(name) && name.split('-').some((word) => /[aeiouy].*ing$/.test(word));

export const layerRules: readonly Rule[] = [
  {
    name: 'no file imports itself, by way of others or for a type',
    fix: 'Move what both need, often a type, to a file below both: the noun it is about.',
    find: circles,
    refuses: [
      [
        file('lambdas/links/link.ts', "import { addLink } from './store.ts';"),
        file('lambdas/links/store.ts', "import type { StoredLink } from './link.ts';"),
      ],
      [
        file('web/a.ts', "import './b.ts';"),
        file('web/b.ts', "import './c.ts';"),
        file('web/c.ts', "export * from './a.ts';"),
      ],
    ],
    accepts: [
      file('lambdas/links/manage-link.ts', "import { addLink } from './store.ts';\nimport './link.ts';"),
      file('lambdas/links/store.ts', "import type { StoredLink } from './link.ts';"),
      file('lambdas/links/link.ts', "import * as z from 'zod/mini';"),
    ],
  },
  {
    name: 'a file that a store imports imports no store',
    fix: 'Put what two stores need into the lower one, and the types of both into a noun.',
    find: storesUnderStores,
    refuses: [
      [
        file('lambdas/shop/hold-store.ts', "import { bucketsOf } from './stock-store.ts';"),
        file('lambdas/shop/stock-store.ts', "import type { Product } from './product-store.ts';"),
        file('lambdas/shop/product-store.ts', ''),
      ],
      [
        file('lambdas/shop/store.ts', "import type { Item } from './item.ts';"),
        file('lambdas/shop/item.ts', "import type { Row } from './row-store.ts';"),
        file('lambdas/shop/row-store.ts', ''),
      ],
    ],
    accepts: [
      file('lambdas/shop/hold-store.ts', "import { bucketsOf } from './stock-store.ts';"),
      file('lambdas/shop/stock-store.ts', "import type { Stock } from './stock.ts';"),
      file('lambdas/shop/stock.ts', ''),
    ],
  },
  {
    name: 'what works on a store is named by what it does',
    fix: 'Leave types and decisions in the noun, and move the rest to a use case: <verb>-<noun>.ts (docs/tour.md, Anatomy). A new verb proves itself: export async function greetPerson.',
    find: nounsOverStores,
    refuses: [
      [file('lambdas/shop/item.ts', "import { addItem } from './store.ts';"), file('lambdas/shop/store.ts', '')],
      [file('lambdas/shop/claim.ts', "import type { Item } from './store.ts';"), file('lambdas/shop/store.ts', '')],
      [
        file('lambdas/shop/item-sender.ts', "import { addItem } from './add-item.ts';"),
        file('lambdas/shop/add-item.ts', "import type { Row } from './row-store.ts';"),
        file('lambdas/shop/row-store.ts', ''),
      ],
      [
        file('lambdas/a/ad-sender.ts', "import './store.ts';\nexport const adSender = 1;"),
        file('lambdas/a/store.ts', ''),
      ],
      [
        file('lambdas/a/wax.ts', "import './store.ts';\nexport async function waxed() {}"),
        file('lambdas/a/store.ts', ''),
      ],
    ],
    accepts: [
      file('lambdas/shop/wax-item.ts', "import './store.ts';\nexport async function waxItem(item: Item) {}"),
      file('lambdas/shop/wax.ts', "import './store.ts';\nexport const wax = (): Promise<void> => add();"),
      file('lambdas/shop/add-item.ts', "import { addItem } from './store.ts';\nimport './item.ts';"),
      file('lambdas/shop/http.ts', "import './add-item.ts';\nimport './store.ts';"),
      file('lambdas/shop/store.ts', "import type { Item } from './item.ts';"),
      file('lambdas/shop/item.ts', ''),
      file('lambdas/shop/deliver.ts', "import './store.ts';"),
      file('lambdas/shop/item.test.ts', "import './store.ts';"),
    ],
  },
  {
    name: 'a noun is pure',
    fix: 'Let the use case read the environment and call AWS or other services, and give the noun what it needs as arguments.',
    find: (files) =>
      files
        .filter((source) => isNoun(source) && !/-api$/.test(stem(source.path)))
        .flatMap((source) =>
          importsOf(source)
            .filter(({ from, typeOnly }) => !typeOnly && IMPURE.test(from))
            .map(({ from, line }) => `${source.path}:${line} imports ${from}`),
        ),
    refuses: [
      [file('lambdas/shop/item.ts', "import { env } from '../shared/base/env.ts';")],
      [file('lambdas/shop/core/item.ts', "import { signedCall } from '../../shared/aws/signed-call.ts';")],
    ],
    accepts: [
      file(
        'lambdas/shop/item.ts',
        "import type { Call } from '../shared/http/routes.ts';\nimport '../shared/base/ids.ts';",
      ),
      file('lambdas/shop/bank-api.ts', "import { httpCall } from '../shared/http/http-call.ts';"),
      file('lambdas/shop/add-item.ts', "import { env } from '../shared/base/env.ts';"),
    ],
  },
  {
    name: 'nothing that runs imports a file with a handler',
    fix: 'A Lambda begins there: move what others need to a use case or a noun, and let both import that.',
    find: (files) => {
      const entries = new Set(files.filter((source) => isOfService(source) && isEntry(source)).map(({ path }) => path));
      return files
        .filter((source) => /^(?:lambdas|lib|bin|web)\//.test(source.path) && !isTest(source))
        .flatMap((source) =>
          importsOf(source)
            .filter(({ from }) => entries.has(from))
            .map(({ from, line }) => `${source.path}:${line} imports ${from}`),
        );
    },
    refuses: [
      [
        file('lambdas/shop/http.ts', "import { count } from './count-items.ts';"),
        file('lambdas/shop/count-items.ts', 'export const count = 1;\nexport const handler = () => count;'),
      ],
    ],
    accepts: [
      file('lambdas/shop/count-items.test.ts', "import { handler } from './count-items.ts';"),
      file('lambdas/shop/count-items.ts', 'export const handler = () => 1;'),
    ],
  },
  {
    name: 'no file of a service is named by an activity',
    fix: 'What does something is imperative (place-order.ts, not placing.ts); what is something is a noun (placement.ts).',
    find: (files) =>
      files
        .filter((source) => isOfService(source) && isGerund(stem(source.path).replace(/\.test$/, '')))
        .map(({ path }) => `${path}:1 is named so`),
    refuses: [[file('lambdas/orders/placing.ts', '')], [file('lambdas/media/core/encoding-plan.ts', '')]],
    accepts: [
      file('lambdas/shop/string.ts', ''),
      file('lambdas/shop/thing.ts', ''),
      file('lambdas/rides/hash-ring.ts', ''),
      file('lambdas/audience/space-saving.ts', ''),
      file('lambdas/shared/base/pending.ts', ''),
    ],
  },
];
