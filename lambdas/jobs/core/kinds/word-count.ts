// Counts how often each word occurs. A result line is word<TAB>count.
import { ByteReader, Bytes } from '../bytes.ts';
import type { Kind } from '../kind.ts';
import { wordCollector } from '../words/word-collector.ts';

const TAB = 9;
const LINE_FEED = 10;
const line = new Bytes();

export const wordCount: Kind = {
  name: 'word-count',
  wholeFiles: false,
  // A task counts in 32 bits, which holds for a split of fewer than 2^31 equal words, 4 GB of them.
  collector: () => wordCollector((count, out) => out.varint(count)),
  combine: (counts) => {
    const sum = new Bytes(8);
    sum.varint(counts.reduce((total, count) => total + new ByteReader(count).varint(), 0));
    return sum.view();
  },
  reduce: (word, value) => {
    const count = new ByteReader(value).varint();
    line.length = 0;
    line.bytes(word);
    line.byte(TAB);
    line.decimal(count);
    line.byte(LINE_FEED);
    return { line: line.view(), rank: count };
  },
};
