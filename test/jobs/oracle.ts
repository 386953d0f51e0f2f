// Expected results of the three kinds, by plain programs over whole texts that share no code with the engine.

/** Characters whose simple case folding (CaseFolding.txt, C and S) is not their toLowerCase. */
const FOLDS = new Map(
  [
    ...['µμ', 'ſs', 'ςσ', 'ϐβ', 'ϑθ', 'ϕφ', 'ϖπ', 'ϰκ', 'ϱρ', 'ϵε', 'ẛṡ', 'İİ'],
    ...['\u0345ι', '\u1fbeι', '\u1fd3\u0390', '\u1fe3\u03b0', '\ufb05\ufb06'],
    ...['\u1c80в', '\u1c81д', '\u1c82о', '\u1c83с', '\u1c84т', '\u1c85т', '\u1c86ъ', '\u1c87ѣ', '\u1c88\ua64b'],
  ].map((pair) => [pair[0], pair[1]] as const),
);

function fold(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  // Cherokee folds to upper case.
  if (code >= 0x13a0 && code <= 0x13f5) return char;
  if (code >= 0x13f8 && code <= 0x13fd) return String.fromCodePoint(code - 8);
  if (code >= 0xab70 && code <= 0xabbf) return String.fromCodePoint(code - 0xab70 + 0x13a0);
  return FOLDS.get(char) ?? char.toLowerCase();
}

const inWord = /[\p{Letter}\p{Number}\p{Mark}]/u;
/** Marks alone are no word. */
const makesWord = /[\p{Letter}\p{Number}]/u;

function plainWords(text: string): string[] {
  const words: string[] = [];
  let run = '';
  for (const char of `${text} `) {
    if (inWord.test(char)) run += char;
    else {
      if (makesWord.test(run)) words.push(Array.from(run, fold).join(''));
      run = '';
    }
  }
  return words;
}

const decode = (bytes: Uint8Array | string): string =>
  typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Sorts by UTF-8 bytes, which is the order of code points. */
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

/** Counts, and every duration, for exact quantiles, by the first two fields of a result line. */
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
