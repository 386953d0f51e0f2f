// The kernel as a collector: takes bytes, returns words with a value.
import type { Bytes } from '../bytes.ts';
import type { Collector } from '../kind.ts';
import type { Piece } from '../split.ts';
import { hashAt, writeWord } from './word-record.ts';
import { WordScanner } from './word-scanner.ts';
import { type Chains, WordTable } from './word-table.ts';

/** `writeValue` gets the word's value in the table: its count, or the end of its chain. */
export function wordCollector(
  writeValue: (value: number, out: Bytes) => void,
  chains?: Chains & Pick<Collector, 'begin'>,
) {
  const table = new WordTable(chains);
  const scanner = new WordScanner(table);
  return {
    begin: (piece: Piece) => chains?.begin(piece),
    add: (chunk: Uint8Array) => scanner.scan(chunk),
    end: () => scanner.end(),
    get records() {
      return scanner.lines;
    },
    get held() {
      return table.held;
    },
    sorted: () => {
      const places = table.sorted();
      return {
        length: places.length,
        hashAt: (i: number) => hashAt(table.arena, places[i] as number),
        writeKey: (i: number, out: Bytes) => writeWord(table.arena, places[i] as number, out),
        writeValue: (i: number, out: Bytes) => writeValue(table.arena[places[i] as number] as number, out),
      };
    },
    clear: () => table.clear(),
  } satisfies Collector;
}
