// To come.
import type { Kind } from '../kind.ts';

export const wordCount = undefined as unknown as Kind;
