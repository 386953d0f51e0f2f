// For any bytes, cut anywhere, the scanner sees the words that a decoder and a regular expression see.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countWords } from '../../../../test/jobs/oracle.ts';
import { MAX_WORD_BYTES } from '../../../shared/base/text/words.ts';
import { Bytes } from '../bytes.ts';
import { hashOf } from './key-hash.ts';
import { wordCollector } from './word-collector.ts';

function scan(chunks: readonly Uint8Array[]) {
  const collector = wordCollector((count, out) => out.text(String(count)));
  for (const chunk of chunks) collector.add(chunk);
  collector.end();
  const entries = collector.sorted();
  let text = '';
  for (let i = 0; i < entries.length; i += 1) {
    const [key, value] = [new Bytes(), new Bytes()];
    entries.writeKey(i, key);
    entries.writeValue(i, value);
    if (entries.hashAt(i) !== hashOf(key.view())) throw new Error(`another hash of ${Buffer.from(key.view())}`);
    text += `${Buffer.from(key.view())}\t${Buffer.from(value.view())}\n`;
  }
  return { text, lines: collector.records };
}

const pieces = [
  'a',
  'B',
  'zz',
  'word',
  'Wörter',
  'İ',
  'ſ',
  'ς',
  'ẞ',
  'ꭰ',
  'ᏸ',
  'µ',
  'ϐ',
  'é',
  'e\u0301',
  '東京',
  '𝒳',
  '𐐀',
  '👋',
  '\u200d',
  '\u0301',
  '\ufe0f',
  '\u20e3',
  '\u0345',
  '\u{1d167}',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '.',
  "'",
  '—',
  '\ufeff',
  '\u0000',
  '1',
  '٣',
  'x'.repeat(50),
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')));
/** Mostly lead and continuation bytes: every kind of invalid UTF-8. */
const rubbish = fc
  .array(
    fc.oneof(
      fc.constantFrom(0x41, 0x20, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xff),
      fc.nat(255),
    ),
    { maxLength: 40 },
  )
  .map((bytes) => Buffer.from(bytes));

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.slice(at[i], end));
}

describe('the scanner', () => {
  test('counts the words of any text, cut anywhere', () => {
    fc.assert(
      fc.property(fc.oneof(texts, rubbish), fc.array(fc.nat(1000), { maxLength: 5 }), (bytes, cuts) => {
        expect(scan(cutAt(bytes, cuts)).text).toBe(countWords([bytes]));
      }),
      { numRuns: 600 },
    );
  });

  test.each([
    ["Don't panic, 3.14 snake_case e-mail", ['don', 't', 'panic', '3', '14', 'snake', 'case', 'e', 'mail']],
    ['Straße STRASSE ẞ', ['straße', 'strasse', 'ß']],
    ['ΣΊΣΥΦΟΣ ς ſ K Å', ['σίσυφοσ', 'σ', 's', 'k', 'å']],
    ['İstanbul ILGAZ ı', ['İstanbul', 'ilgaz', 'ı']],
    ['नमस्ते दुनिया 東京タワー 👋🏽 ok', ['नमस्ते', 'दुनिया', '東京タワー', 'ok']],
    ['x²+½ Ⅷ', ['x²', '½', 'ⅷ']],
    ['', []],
    ['I ❤️ it, ☀️☁️ ☎︎', ['i', 'it']],
    ['step 1️⃣ #️⃣', ['step', '1\ufe0f\u20e3']],
    ['\u0301 \u0301\u0302, a\u0301 \u0301a \u0301é \u03011', ['a\u0301', '\u0301a', '\u0301é', '\u03011']],
    ['\u0345 \u0345a', ['ιa']],
    ['👩🏽‍🚀👨‍👩‍👧 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ⚕️\n\u{1d167}\n\u{e0100}x', ['\u{e0100}x']],
    ['คำ हिन्दी שָׁלוֹם', ['คำ', 'हिन्दी', 'שָׁלוֹם']],
  ])('of %j finds the words', (text, expected) => {
    const found = scan([Buffer.from(text)]).text;
    expect(found.split('\n').flatMap((line) => line.split('\t')[0] || [])).toEqual(
      [...new Set(expected)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    expect(found).toBe(countWords([text]));
  });

  test('counts no marks alone, however many and however cut, and keeps the limit behind them', () => {
    const marks = Buffer.from('\u0301'.repeat(MAX_WORD_BYTES));
    expect(scan([marks, marks, Buffer.from(' a'), marks.subarray(0, 3)]).text).toBe('a\u0301\t1\n');
    expect(scan([marks, marks]).text).toBe('');
    expect(scan([marks, Buffer.from('a b')]).text).toBe(`b\t1\n${'\u0301'.repeat(MAX_WORD_BYTES / 2)}\t1\n`);
  });

  test('folds every character as the oracle does', () => {
    const codes = Array.from({ length: 0x20000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
    const all = Buffer.from(codes.map((code) => String.fromCodePoint(code)).join(' a'));
    expect(scan([all]).text === countWords([all])).toBe(true);
  });

  test('counts lines, and a last one without its end', () => {
    const lines = (text: string) => scan([Buffer.from(text)]).lines;
    expect([lines(''), lines('a'), lines('a\n'), lines('a\r\n\nb'), lines('\n')]).toEqual([0, 1, 1, 3, 1]);
  });

  test.each([MAX_WORD_BYTES - 1, MAX_WORD_BYTES, MAX_WORD_BYTES + 1, MAX_WORD_BYTES + 4, 3 * MAX_WORD_BYTES])(
    'keeps of a word of %d bytes what the limit allows, and goes on behind it',
    (length) => {
      const kept = Math.min(length, MAX_WORD_BYTES);
      expect(scan([Buffer.from(`${'x'.repeat(length)} next`)]).text).toBe(`next\t1\n${'x'.repeat(kept)}\t1\n`);
      const wide = 'é'.repeat(length);
      expect(scan([Buffer.from(`a${wide}.`)]).text).toBe(
        `a${wide.slice(0, Math.min(length, MAX_WORD_BYTES / 2 - 1))}\t1\n`,
      );
    },
  );

  test('keeps apart 300,000 words, and finds each again', () => {
    const all = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `w${i.toString(36)}`).join(' '));
    const { text } = scan([all, Buffer.from(' '), all]);
    expect(text.split('\n')).toHaveLength(300_001);
    expect(/\t(?!2$)/m.test(text)).toBe(false);
  });
});
