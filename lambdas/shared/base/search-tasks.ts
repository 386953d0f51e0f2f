// The search service as a brick: a system keeps entries in a collection of its own, and finds their ids by words.
//
// An entry carries its readers and filters as tokens, which are kept apart from words: nobody can type one. A question
// names the readers whose entries the caller may see, and finds nothing else. Ids sort by age, the newest highest.
import * as z from 'zod/mini';

const Collection = z.string().check(
  z.regex(/^[a-z][a-z0-9-]{0,60}$/),
  z.refine((name) => name !== 'documents'),
);
/** `public`, `user:<id>`, `merchant:<id>`, `group:<id>`; of a filter `category:tea`, `status:CONFIRMED`. */
const Token = z.string().check(z.regex(/^[a-z]{1,20}(?::[\w.-]{1,100})?$/));
/** For example `<ISO time>#<id>`: its order is the order of the results, descending. */
const EntryId = z.string().check(z.minLength(1), z.maxLength(300));

const Entry = z.union([
  z.object({ id: EntryId, version: z.int(), removed: z.literal(true) }),
  z.object({
    id: EntryId,
    /** The highest version of an entry counts, in whatever order they come. */
    version: z.int(),
    text: z.string(),
    readers: z.array(Token).check(z.minLength(1)),
    filters: z.array(Token),
  }),
]);

const find = {
  collection: Collection,
  /** Every word begins a word of the text, whatever its accents. Without a query, every entry is found. */
  query: z.optional(z.string()),
  /** The tokens of the caller: at least one is among the entry's readers. */
  readers: z.array(Token).check(z.minLength(1), z.maxLength(200)),
  /** All of them are among the entry's filters. */
  filters: z.array(Token),
  limit: z.int().check(z.minimum(1), z.maximum(100)),
  /** Where the page starts, exclusive. */
  before: z.optional(EntryId),
};

export const searchTasks = {
  /** `search/find-entries`. A collection that was never filled is NOT_FILLED: it would seem to be empty. */
  findEntries: {
    input: z.object({ ...find, correlationId: z.string() }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('FOUND'), ids: z.array(EntryId), next: z.optional(EntryId) }),
      z.object({ outcome: z.literal('NOT_FILLED') }),
    ]),
  },
  /**
   * `search/keep-entries`. PUT adds entries. A filling is BEGIN, any number of PUTs with all entries, and END with what
   * BEGIN returned: the index then has what was put since, and is FILLED.
   */
  keepEntries: {
    input: z.object({
      collection: Collection,
      work: z.discriminatedUnion('step', [
        z.object({ step: z.literal('PUT'), entries: z.array(Entry).check(z.maxLength(1_000)) }),
        z.object({ step: z.literal('BEGIN') }),
        z.object({ step: z.literal('END'), old: z.array(z.string()) }),
      ]),
      correlationId: z.string(),
    }),
    output: z.object({ old: z.optional(z.array(z.string())) }),
  },
} as const;

/** A system's own task that fills its collection from its table (`<system>/fill-index`). */
export const fillTask = { input: z.object({ correlationId: z.string() }), output: z.object({ entries: z.int() }) };

export type SearchEntry = z.infer<typeof Entry>;
export type Asked = Omit<z.infer<typeof searchTasks.findEntries.input>, 'correlationId'>;
export type Found = z.infer<typeof searchTasks.findEntries.output>;
