// Documents of words by Zipf's law, always the same ones.

const VOCABULARY = 50_000;
const WORDS_EACH = 120;

export interface CorpusDocument {
  readonly documentId: string;
  readonly version: number;
  readonly title: string;
  readonly text: string;
}

export const corpusNote = `${WORDS_EACH} Zipf words`;

export function corpus(documents: number): CorpusDocument[] {
  let state = 42;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const word = () => `w${Math.floor(VOCABULARY ** random()) - 1}`;
  return Array.from({ length: documents }, (_, i) => ({
    documentId: `d${i}`,
    version: 1,
    title: word(),
    text: Array.from({ length: WORDS_EACH }, word).join(' '),
  }));
}
