// To come.
import type { Kind } from '../kind.ts';

export const logAnalysis = undefined as unknown as Kind;
