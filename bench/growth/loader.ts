// The data of a list, and the calls that ask for it. Each file beside this one is the loader of one system.
import { createHash } from 'node:crypto';

export interface Thing {
  /** From 0, the oldest, to `total` - 1. */
  readonly i: number;
  readonly total: number;
  readonly nowMs: number;
}

/** An item, and the environment variable that names its table. */
export interface TableRow {
  readonly env: string;
  readonly item: object;
}

export interface Ask {
  /** Its name in the contract. */
  readonly route: string;
  /** Tells it from others of its route. */
  readonly about?: string;
  readonly user?: string;
  readonly roles?: readonly string[];
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Headers whose values are secrets, by the environment variables that name them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Its cursors name the index as it was, so its late page is reached page by page. */
  readonly walked?: true;
  /** Why it grows with its data. */
  readonly curve?: string;
}

export interface Loader {
  readonly service: string;
  /** The plural of what the service has at 1x, 10x and 100x. */
  readonly things: string;
  /** Number of them at 1x. */
  readonly base: number;
  readonly rows: (thing: Thing) => readonly TableRow[];
  /** Makes these findable. Their rows are there, and the search service is bound. */
  readonly index?: (things: readonly Thing[]) => Promise<void>;
  readonly asks: readonly Ask[];
}

/** The person who has everything. */
export const owner = 'growth-owner';

const MINUTE_MS = 60_000;

/** A minute passes between two things. */
export const bornMs = ({ i, total, nowMs }: Thing): number => nowMs - (total - i) * MINUTE_MS;

/** 20 hexadecimal digits, uniform as every id is. */
export const idOf = (kind: string, i: number): string =>
  createHash('sha256').update(`${kind}#${i}`).digest('hex').slice(0, 20);

/** Whether it is one of a dozen that are spread evenly: what a rare word finds at every scale. */
export const isRare = ({ i, total }: Thing): boolean => i % Math.floor(total / 12) === 0;
