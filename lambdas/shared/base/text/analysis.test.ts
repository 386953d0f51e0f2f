// Terms that searches take for one: emoji, scripts without spaces, and words in any form.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askedTerms, termsOf } from './analysis.ts';
import { foldedForm } from './fold.ts';
import { MAX_WORD_BYTES } from './words.ts';

const terms = (text: string) => termsOf(text).map(({ term }) => term);
const folded = (text: string) => termsOf(text).map((one) => one.folded);
const shown = (text: string) => termsOf(text).map(({ from, to }) => text.slice(from, to));

describe('an emoji is one term', () => {
  test.each([
    ['I ❤️ it, ❤', ['i', '❤', 'it', '❤']],
    ['💙💔❤️‍🔥❤‍🔥', ['💙', '💔', '❤‍🔥', '❤‍🔥']],
    ['👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 🏳‍🌈', ['👩🏽‍🚀', '👨‍👩‍👧‍👦', '🏳‍🌈', '🏳‍🌈']],
    ['👍👍🏽👍🏿', ['👍', '👍🏽', '👍🏿']],
    ['🇩🇪🇫🇷🇩', ['🇩🇪', '🇫🇷', '🇩']],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴', ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴']],
    ['step 1️⃣ #️⃣ *⃣', ['step', '1⃣', '#⃣', '*⃣']],
    ['☎︎☎️☎', ['☎', '☎', '☎']],
    ['ok👋🏽bye', ['ok', '👋🏽', 'bye']],
    ['\ufe0f \u200d \u20e3 🏽', ['🏽']],
  ])('in %s', (text, expected) => {
    expect(terms(text)).toEqual(expected);
  });

  test('that folds to itself, but for a digit in its keycap', () => {
    expect(folded('❤️ 👍🏽 👨‍👩‍👧 🇩🇪 1️⃣ 0⃣ #️⃣')).toEqual(['❤', '👍🏽', '👨‍👩‍👧', '🇩🇪', '1', '0', '#⃣']);
  });
});

describe('a word is the same', () => {
  test.each([
    ['composed or decomposed', 'Crème Ångström 한국', 'Crème Ångström 한국'.normalize('NFD')],
    ['in full width or half width', 'ABC123 ガス', 'ＡＢＣ１２３ ｶﾞｽ'],
    [
      'with soft hyphens and other invisible characters',
      'cooperation',
      'co\u00adoper\u200ba\ufefftion'.replace('\u200b', '\u2060'),
    ],
    ['in a ligature', 'office fi', 'oﬃce ﬁ'],
    ['in superscript or mathematical letters', 'x2 abc', 'x² 𝒶𝒷𝒸'],
    ['between directions', 'abc', '\u202aa\u200ebc\u202c'],
    ['with a variation selector', 'a 葛城', 'a\ufe0f 葛\u{e0100}城'],
    ['of either case', 'straße σίσυφοσ', 'STRAẞE ΣΊΣΥΦΟΣ'],
  ])('%s', (_, one, other) => {
    expect(terms(other)).toEqual(terms(one));
  });

  test.each([
    ['without accents', 'cafe creme ngstrom'.replace('ng', 'ang'), 'café CRÈME Ångström'],
    ['without those of decomposed letters', 'cafe', 'cafe\u0301'],
    ['without letters of one language', 'strasse aero oeuvre lodz orsted dak', 'Straße ærø œuvre Łódź Ørsted Đak'],
    ['in Turkish', 'istanbul diyarbakir isparta', 'İstanbul DİYARBAKIR ısparta'],
    ['in Vietnamese', 'duong nguyen', 'đường Nguyễn'],
    ['in Greek and Russian', 'σισυφοσ елка', 'Σίσυφος ёлка'],
    ['without Arabic vowel signs and stretches', 'محمد كتاب', 'مُحَمَّد كتـــاب'],
    ['with any Arabic alef, yeh, kaf and teh marbuta', 'احمد مدرسه كتابي', 'أحمد مدرسة کتابی'],
    ['with any Arabic digits', '2026 15', '٢٠٢٦ ۱۵'],
    ['without Hebrew points', 'שלום', 'שָׁלוֹם'],
    ['in Persian, with or without the joiner', 'ميخواهم', 'می‌خواهم'],
  ])('%s, folded', (_, plain, written) => {
    expect(folded(written)).toEqual(terms(plain));
    expect(folded(plain)).toEqual(terms(plain));
  });

  test('as it stands with its accents, and vowels that are marks are no accents', () => {
    expect(terms('Café İzmir I\u0307zmir i\u0307zmir')).toEqual(['café', ...Array(3).fill('i\u0307zmir')]);
    expect(folded('हिन्दी தமிழ் がは')).toEqual(terms('हिन्दी தமிழ் がは'));
    expect(folded('か')).not.toEqual(folded('が'));
  });
});

describe('a text without spaces is pairs of characters', () => {
  test.each([
    ['東京タワー', ['東京', '京タ', 'タワ', 'ワー', 'ー']],
    ['数', ['数']],
    ['iPhone用 2026年', ['iphone', '用', '2026', '年']],
    ['한국어', ['한국', '국어', '어']],
    ['ไทยดี', ['ไท', 'ทย', 'ยดี', 'ดี']],
    ['東\u00ad京', ['東京', '京']],
  ])('%s', (text, expected) => {
    expect(terms(text)).toEqual(expected);
  });

  test('of which a query asks for what its texts must have in a row', () => {
    const asked = (text: string) => askedTerms(text).map(({ term, isBeginning }) => term + (isBeginning ? '*' : ''));
    expect(asked('東京タ')).toEqual(['東京', '京タ']);
    expect(asked('東')).toEqual(['東*']);
    expect(asked('東京 タワー')).toEqual(['東京', '京*', 'タワ', 'ワー']);
    expect(asked('iPhone用')).toEqual(['iphone', '用*']);
  });
});

test('a term is where it is in the text', () => {
  expect(shown('Ein ❤️‍🔥 für ｶﾞｽ, cafe\u0301!')).toEqual(['Ein', '❤️‍🔥', 'für', 'ｶﾞｽ', 'ｽ', 'cafe\u0301']);
  expect(termsOf('ｶﾞｽ')[0]).toMatchObject({ head: 'ガ', headTo: 2, from: 0, to: 3 });
});

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      'É',
      '1',
      '\ufe0f',
      '\u20e3',
      '\u200d',
      '❤',
      '👍',
      '🏽',
      '🇩',
      '東',
      'ｶ',
      'ﾞ',
      'ᄒ',
      'ᅡ',
      '\u0301',
      '\u00ad',
      ' ',
      '½',
    ),
    maxLength: 40,
  }),
);

test('any text has terms in order, of the text, within the limit, and folding them again changes nothing', () => {
  fc.assert(
    fc.property(anything, (text) => {
      let before = 0;
      for (const { term, folded: form, from, to, headTo, head } of termsOf(text)) {
        expect(term === '' || form === '' || head === '').toBe(false);
        expect([from >= before, headTo > from, headTo <= to, to <= text.length]).toEqual([true, true, true, true]);
        expect(foldedForm(form)).toBe(form);
        expect(foldedForm(term)).toBe(form);
        before = headTo;
      }
    }),
    { numRuns: 3000 },
  );
});

test('every emoji is found by itself, with and without U+FE0F, and by no other', () => {
  const all: string[] = [];
  for (let code = 0x23; code <= 0x1faff; code += 1) {
    const char = String.fromCodePoint(code);
    if (/^\p{RGI_Emoji}$/v.test(char) || /^\p{RGI_Emoji}$/v.test(`${char}\ufe0f`)) all.push(char);
    if (/^\p{Emoji_Modifier_Base}$/u.test(char)) all.push(`${char}🏽`);
  }
  expect(all.length).toBeGreaterThan(1400);
  const found = all.map((emoji) => [...terms(emoji), ...terms(`${emoji}\ufe0f`)]);
  expect(found.filter(([one, two, ...more]) => !one || one !== two || more.length > 0)).toEqual([]);
  expect(new Set(found.map(([one]) => one)).size).toBe(all.length);
});

test('long and hostile texts take no long time and make no long terms', () => {
  const startedMs = performance.now();
  for (const part of [
    '\u0301',
    '\u200d',
    '❤\u200d',
    '🏴\u{e0067}',
    '\u{e0067}',
    'a\u00ad',
    '\u00ad',
    '東',
    'ᄒ',
    '🇩',
    '1\u20e3',
  ])
    expect(Math.max(0, ...terms(part.repeat(20_000)).map((term) => Buffer.byteLength(term)))).toBeLessThanOrEqual(
      MAX_WORD_BYTES,
    );
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});
