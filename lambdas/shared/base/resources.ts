// The vocabulary of a system's resources.ts: the tables, buckets and streams it owns, as data. Its stack deploys them
// and its stores read them, so a wrong index, attribute or prefix does not compile. No zod, because the redirect's hot
// path reads it too.

type AttributeType = 'string' | 'number';
export interface Attribute<Name extends string = string, Type extends AttributeType = AttributeType> {
  readonly name: Name;
  readonly type: Type;
}
export const string = <const Name extends string>(name: Name): Attribute<Name, 'string'> => ({ name, type: 'string' });
export const number = <const Name extends string>(name: Name): Attribute<Name, 'number'> => ({ name, type: 'number' });

export interface Keys {
  readonly partition: Attribute;
  readonly sort?: Attribute;
}

interface IndexOptions extends Keys {
  /** Attributes of an index besides its own keys and the table's: none, or these. Default: all. */
  readonly projection?: 'keys' | readonly string[];
}
export interface IndexDeclaration extends IndexOptions {
  readonly name: string;
}

interface TableOptions extends Keys {
  /** Environment variable that holds the table's name. */
  readonly env: string;
  /**
   * Number of partition keys a hot item is spread over (1,000 WCU and 3,000 RCU each); 1 where keys spread evenly. It
   * may grow but not shrink: readers query all N, and would miss the shards beyond a smaller N.
   */
  readonly shards?: number;
  /** Whether the table has a stream of its changes, with old and new images. */
  readonly streamed?: boolean;
  readonly indexes?: Readonly<Record<string, IndexOptions>>;
}
export interface TableDeclaration extends TableOptions {
  /** Id of the construct; changing it replaces the table with an empty one. */
  readonly id: string;
  /** Holds the epoch second after which DynamoDB removes an item. */
  readonly ttl: 'expiration';
  readonly index: Readonly<Record<string, IndexDeclaration>>;
}

type Named<Indexes> = { readonly [Name in keyof Indexes & string]: Indexes[Name] & { readonly name: Name } };
type IndexesOf<Options> = Options extends { readonly indexes: infer Indexes } ? Named<Indexes> : Named<unknown>;

/** `table('Links', {...})`: `index.byOwner` knows its own name. */
export function table<const Options extends TableOptions>(id: string, options: Options) {
  const index = Object.fromEntries(Object.entries(options.indexes ?? {}).map(([name, of]) => [name, { ...of, name }]));
  return { ...options, id, ttl: 'expiration' as const, index: index as IndexesOf<Options> };
}

type NameIn<Of> = Of extends Attribute<infer Name> ? Name : never;
type KeysOf<Of extends Keys> = NameIn<Of['partition']> | NameIn<Of['sort']>;

/** Attributes that an index of the table holds. */
export type Held<Of extends Keys, Index extends Keys> =
  | KeysOf<Of>
  | KeysOf<Index>
  | (Index extends { readonly projection: readonly (infer Attribute extends string)[] } ? Attribute : never);

/** The attributes of an item that an index holds: `Listed<StoredJob, typeof tables.jobs, typeof byOwner>` is what a list can show. */
export type Listed<Item, Of extends Keys, Index extends Keys> = Pick<Item, Held<Of, Index> & keyof Item>;

export type Prefix = `${string}/`;

interface BucketOptions<Prefixes extends Readonly<Record<string, Prefix>>> {
  /** Environment variable that holds the bucket's name. */
  readonly env: string;
  /** Key prefixes of its objects; permissions are granted by prefix. */
  readonly prefix: Prefixes;
  /** Days until objects under a prefix expire. A backstop: their owner normally deletes them. */
  readonly keepDays?: { readonly [Name in keyof Prefixes]?: number };
  /**
   * Pages of the console use presigned URLs to upload to the bucket or to show its objects, which requires a fixed
   * name.
   */
  readonly pages?: { readonly name: string; readonly may: 'upload' | 'show' };
  /** The CDN serves the objects under their own keys. */
  readonly served?: boolean;
}
export interface BucketDeclaration extends BucketOptions<Readonly<Record<string, Prefix>>> {
  readonly id: string;
  readonly keepDays?: Readonly<Record<string, number>>;
}

export const bucket = <
  const Prefixes extends Readonly<Record<string, Prefix>>,
  const Options extends BucketOptions<Prefixes>,
>(
  id: string,
  options: Options & { readonly prefix: Prefixes },
): Options & { readonly id: string; readonly prefix: Prefixes } => ({ ...options, id });

export interface StreamOptions {
  /** Environment variable that holds the stream's name. */
  readonly env: string;
}
export interface StreamDeclaration extends StreamOptions {
  readonly id: string;
}

export const stream = <const Options extends StreamOptions>(id: string, options: Options) => ({ ...options, id });
