// All kinds of job. To add one, write a file in kinds/ and a line here.
import type { Kind } from './kind.ts';
import { invertedIndex } from './kinds/inverted-index.ts';
import { logAnalysis } from './kinds/log-analysis.ts';
import { wordCount } from './kinds/word-count.ts';

const kinds = {
  'word-count': wordCount,
  'inverted-index': invertedIndex,
  'log-analysis': logAnalysis,
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];
export const kindOf = (name: KindName): Kind => kinds[name];
