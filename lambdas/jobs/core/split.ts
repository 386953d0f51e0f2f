// Cuts the input into splits for map tasks: byte ranges of large files, many small files in one.
import type { Input } from './inputs/input.ts';

/** The lines of an object that begin in the bytes [from, to). */
export interface Piece extends Input {
  readonly from: number;
  readonly to: number;
}

export interface Split {
  readonly index: number;
  readonly pieces: readonly Piece[];
}

/**
 * Plans splits of about `targetBytes`, in the order of the inputs. An input that can be read only whole is one piece whatever
 * its size, as is every file of a kind with `wholeFiles`. Empty files are pieces too: a document without words is still a
 * document.
 */
export function planSplits(
  inputs: readonly Input[],
  targetBytes: number,
  { wholeFiles = false }: { wholeFiles?: boolean } = {},
): readonly Split[] {
  const splits: Split[] = [];
  let pieces: Piece[] = [];
  let bytes = 0;
  const close = () => {
    if (pieces.length > 0) splits.push({ index: splits.length, pieces });
    [pieces, bytes] = [[], 0];
  };
  for (const input of inputs) {
    const ranges = wholeFiles || input.whole ? [[0, input.size] as const] : cut(input.size, targetBytes);
    for (const [from, to] of ranges) {
      if (bytes > 0 && bytes + to - from > targetBytes) close();
      pieces.push({ ...input, from, to });
      bytes += to - from;
      if (pieces.length >= MOST_PIECES) close();
    }
  }
  close();
  return splits;
}

/**
 * Keeps a split's message under the 256 KB of Step Functions (a piece is at most 600 bytes with the longest names, and 63 bounds
 * are 64 KB), and a task of tiny files from making too many requests.
 */
const MOST_PIECES = 300;

/** Cuts ranges of equal length, none above the target: 1.1 targets become two halves, not a whole and a crumb. */
function cut(size: number, targetBytes: number): (readonly [number, number])[] {
  const count = Math.max(1, Math.ceil(size / targetBytes));
  const at = (i: number) => Math.floor((size * i) / count);
  return Array.from({ length: count }, (_, i) => [at(i), at(i + 1)] as const);
}
