// Matches in any form of a word, their order, and the marks in the text as published.
import { describe, expect, test } from '@jest/globals';
import { segmentsOf, snapshotIn } from '../../../test/search/memory-index.ts';
import { parseQuery } from './query.ts';
import { rank } from './rank.ts';
import { presentHit } from './shown-hit.ts';

const texts = {
  accent: 'A café.',
  decomposed: 'Un cafe\u0301 noir',
  plain: `A cafe with a ${'very '.repeat(30)} long text`,
  heart: 'I ❤️ this',
  bare: 'I ❤ that',
  blue: 'I 💙 this',
  fire: 'I ❤️‍🔥 this',
  family: 'The 👨‍👩‍👧 and 👍🏽',
  man: 'A 👨 and 👍',
  flag: 'From 🇩🇪',
  other: 'From 🇫🇷🇩🇰',
  keycap: 'step 1️⃣ of 2',
  one: 'step 1 of 2',
  wide: 'ＡＢＣ ｶﾞｽ',
  soft: 'co\u00adoperation',
  tower: '東京タワーへ',
  kyoto: '京都と東',
  korean: '학교에서'.normalize('NFD'),
  thai: 'ภาษาไทย',
  turkish: 'İstanbul ve ISPARTA',
  dotless: 'ısparta',
  arabic: 'مُحَمَّد',
  sharp: 'Straße',
};
const documents = Object.entries(texts).map(([documentId, text]) => ({ documentId, version: 1, title: '', text }));
// In two segments: forms of one word are in different ones.
const snapshot = snapshotIn(segmentsOf([documents.slice(0, 2), documents.slice(2)]));
const found = async (q: string) =>
  (await rank(await snapshot, parseQuery(q), { limit: 50 })).hits.map(({ documentId }) => documentId);

describe('a search', () => {
  test.each([
    ['cafe', ['plain', 'accent', 'decomposed']],
    ['café', ['accent', 'decomposed', 'plain']],
    ['CAFE\u0301', ['accent', 'decomposed', 'plain']],
    ['caf*', ['accent', 'decomposed', 'plain']],
    ['cafè', ['accent', 'decomposed', 'plain']],
    ['cafe -noir', ['plain', 'accent']],
    ['"cafe noir"', ['decomposed']],
    ['“cafe noir”', ['decomposed']],
    ['„cafe noir“', ['decomposed']],
    ['«cafe noir»', ['decomposed']],
    ['＂cafe noir＂', ['decomposed']],
    ['“a cafe', ['plain', 'accent']],
    ['cafe －noir', ['plain', 'accent']],
    ['cafe −noir', ['plain', 'accent']],
    ['❤️', ['bare', 'heart']],
    ['❤', ['bare', 'heart']],
    ['i -❤', ['blue', 'fire']],
    ['💙', ['blue']],
    ['❤️‍🔥', ['fire']],
    ['❤‍🔥', ['fire']],
    ['👨‍👩‍👧', ['family']],
    ['👨', ['man']],
    ['👍', ['man']],
    ['👍🏽', ['family']],
    ['🇩🇪', ['flag']],
    ['🇪🇫', []],
    ['"step 1"', ['one', 'keycap']],
    ['step 1️⃣', ['keycap', 'one']],
    ['abc', ['wide']],
    ['ガス', ['wide']],
    ['ｶﾞｽ', ['wide']],
    ['cooperation', ['soft']],
    ['co\u00adoper*', ['soft']],
    ['東京', ['tower']],
    ['京タワ', ['tower']],
    ['東', ['kyoto', 'tower']],
    ['へ', ['tower']],
    ['東 -京都', ['tower']],
    ['学校', []],
    ['학교', ['korean']],
    ['ไทย', ['thai']],
    ['istanbul', ['turkish']],
    ['ISTANBUL', ['turkish']],
    ['isparta', ['turkish', 'dotless']],
    ['ISPARTA', ['turkish', 'dotless']],
    ['ısparta', ['dotless', 'turkish']],
    ['محمد', ['arabic']],
    ['مُحَمَّد', ['arabic']],
    ['strasse', ['sharp']],
    ['STRAẞE', ['sharp']],
  ])('for %s finds %j', async (q, expected) => {
    expect(await found(q)).toEqual(expected);
  });

  test('pages through what is as typed and goes on with what is folded', async () => {
    const pages: string[] = [];
    for (let page = await rank(await snapshot, parseQuery('cafe'), { limit: 1 }); ; ) {
      pages.push(...page.hits.map(({ documentId }) => documentId));
      const after = page.hits.at(-1);
      if (!page.more || !after || pages.length > 3) break;
      page = await rank(await snapshot, parseQuery('cafe'), { limit: 1, after });
    }
    expect(pages).toEqual(['plain', 'accent', 'decomposed']);
  });
});

describe('marked is the text as it was published', () => {
  const marks = (q: string, text: string) => {
    const document = { documentId: 'a', version: 1, publisherId: 'p', updatedAtMs: 0, title: 'T', text };
    const hit = { documentId: 'a', version: 1, score: 1, isFolded: false };
    const { snippet } = presentHit(hit, document, parseQuery(q));
    return snippet?.highlights.map(({ from, to }) => snippet.text.slice(from, to));
  };
  test.each([
    ['cafe', 'Le cafe\u0301 et le café, CAFE', ['cafe\u0301', 'café', 'CAFE']],
    ['❤', 'So ❤️ and ❤ but 💙', ['❤️', '❤']],
    ['1', 'step 1️⃣ or 1', ['1️⃣', '1']],
    ['ガス', 'あｶﾞｽ券', ['ｶﾞｽ']],
    ['東京タ', '東京タワー', ['東京タ']],
    ['東', '東京へ東', ['東', '東']],
    ['cooperation', 'a co\u00adop\u00aderation', ['co\u00adop\u00aderation']],
    ['istanbul', 'x İstanbul', ['İstanbul']],
    ['strasse', 'Die Straße', ['Straße']],
    ['محمد', 'قال مُحَمَّد', ['مُحَمَّد']],
    ['abc', '😀 ＡＢＣ', ['ＡＢＣ']],
  ])('for %s in %s', (q, text, expected) => {
    expect(marks(q, text)).toEqual(expected);
  });
});

test('a long query without spaces is not too long, one of 66 characters is', () => {
  const name = (length: number) => Array.from({ length }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
  expect(parseQuery(name(64))).toHaveLength(1);
  expect(() => parseQuery(name(66))).toThrow(expect.objectContaining({ message: 'QUERY_TOO_LONG' }));
});
