// What the three kinds must answer, by plain programs over whole texts that share nothing with the engine.

/** Where simple case folding is not toLowerCase of one character; what the made-up texts of the tests hold. */
const FOLDS: Readonly<Record<string, string>> = {
  ſ: 's',
  ς: 'σ',
  ẞ: 'ß',
  İ: 'İ',
  Ꭰ: 'Ꭰ',
  ꭰ: 'Ꭰ',
  ᏸ: 'Ᏸ',
  µ: 'μ',
  ϐ: 'β',
};

const inWord = /[\p{Letter}\p{Number}\p{Mark}]/u;

function plainWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  for (const char of `${text} `) {
    if (inWord.test(char)) word += FOLDS[char] ?? char.toLowerCase();
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  return words;
}

const decode = (bytes: Uint8Array | string): string =>
  typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** UTF-8 bytes sort as code points do. */
const sorted = (lines: string[]): string[] => lines.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
const byKey = <V>(map: ReadonlyMap<string, V>, line: (key: string, value: V) => string): string =>
  sorted([...map.keys()])
    .map((key) => `${line(key, map.get(key) as V)}\n`)
    .join('');

export function countWords(files: readonly (Uint8Array | string)[]): string {
  const counts = new Map<string, number>();
  for (const file of files) for (const word of plainWords(decode(file))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return byKey(counts, (word, count) => `${word}\t${count}`);
}

export function indexWords(documents: Readonly<Record<string, Uint8Array | string>>): string {
  const index = new Map<string, Map<string, number[]>>();
  for (const id of sorted(Object.keys(documents)))
    for (const [position, word] of plainWords(decode(documents[id] ?? '')).entries()) {
      const documentsOf = index.get(word) ?? new Map<string, number[]>();
      documentsOf.set(id, [...(documentsOf.get(id) ?? []), position]);
      index.set(word, documentsOf);
    }
  return byKey(index, (term, postings) => `${term}\t${JSON.stringify([...postings])}`);
}

export interface PlainAccess {
  readonly minute: string;
  readonly client: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number | undefined;
}

export interface PlainTally {
  requests: number;
  errors: number;
  readonly ms: number[];
}

/** By the first two fields of a line of the result: counts, and every duration, from which a quantile can be taken exactly. */
export function analyse(accesses: readonly PlainAccess[]): Map<string, PlainTally> {
  const tallies = new Map<string, PlainTally>();
  for (const { minute, client, route, status, ms } of accesses)
    for (const key of [`route\t${route}`, `client\t${client}`, `minute\t${minute}`]) {
      const tally = tallies.get(key) ?? { requests: 0, errors: 0, ms: [] };
      tallies.set(key, tally);
      tally.requests += 1;
      if (status >= 500) tally.errors += 1;
      if (ms !== undefined) tally.ms.push(ms);
    }
  return tallies;
}

export function exactQuantile(values: readonly number[], q: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.floor(q * (values.length - 1))] as number;
}
