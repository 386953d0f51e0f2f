// To come.
import type { Kind } from '../kind.ts';

export const invertedIndex = undefined as unknown as Kind;
