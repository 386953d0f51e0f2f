import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Cue, cuesOf, NotWebVtt, readWebVtt, type Word, webVtt } from './webvtt.ts';

const ms = fc.nat(99 * 3_600_000);
const special = fc.constantFrom('<', '>', '&', '-->', '&lt;', '&amp;');
const line = fc
  .string({ unit: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 1 }), special), minLength: 1 })
  .map((text) => text.replaceAll(/[\s\p{Cc}\ufeff]+/gu, ' ').trim())
  .filter((text) => text !== '');
const cues = fc
  .array(fc.record({ fromMs: ms, lasts: fc.nat(10_000), text: fc.array(line, { minLength: 1, maxLength: 3 }) }))
  .map((all) => all.toSorted((a, b) => a.fromMs - b.fromMs))
  .map((all) => all.map(({ fromMs, lasts, text }): Cue => ({ fromMs, toMs: fromMs + lasts, text: text.join('\n') })));
const words = fc
  .array(
    fc.record({
      after: fc.integer({ min: -300, max: 3000 }),
      lasts: fc.nat(9000),
      text: fc.string({ maxLength: 100, size: 'max' }),
    }),
  )
  .map((all) => {
    let at = 0;
    return all.map(({ after, lasts, text }): Word => {
      at += after;
      return { fromMs: at, toMs: at + lasts, text: ` ${text}` };
    });
  });

test('whatever is said is read as it was written', () => {
  fc.assert(fc.property(cues, (given) => expect(readWebVtt(webVtt(given))).toEqual(given)));
});

test('words become cues of two lines of 42 characters and six seconds, in order, and none is lost', () => {
  fc.assert(
    fc.property(words, (given) => {
      const made = cuesOf(given);
      for (const { fromMs, toMs, text } of made) {
        expect(toMs).toBeGreaterThanOrEqual(fromMs);
        expect(toMs - fromMs).toBeLessThanOrEqual(6000);
        expect(text.split('\n').length).toBeLessThanOrEqual(2);
        for (const each of text.split('\n')) expect([...each].length).toBeLessThanOrEqual(42);
      }
      for (const [i, { fromMs }] of made.slice(1).entries()) expect(made[i]?.toMs).toBeLessThanOrEqual(fromMs);
      const bare = (texts: readonly string[]) => texts.join('').replaceAll(/[\s\p{Cc}]+/gu, '');
      expect(bare(made.map(({ text }) => text))).toBe(bare(given.map(({ text }) => text)));
      expect(readWebVtt(webVtt(made))).toEqual(made);
    }),
  );
});

test('a pause begins a cue, a full one too, and what is said at once stays together', () => {
  const said = (text: string, from = 0): Word[] =>
    text.split(' ').map((each, i) => ({ fromMs: from + i * 200, toMs: from + i * 200 + 150, text: ` ${each}` }));
  expect(cuesOf([...said('Good morning,'), ...said('this is the harbour.', 1400)])).toEqual([
    { fromMs: 0, toMs: 350, text: 'Good morning,' },
    { fromMs: 1400, toMs: 2150, text: 'this is the harbour.' },
  ]);
  expect(cuesOf(said('The ships arrive in the evening, and they leave again before the sun comes up there.'))).toEqual([
    {
      fromMs: 0,
      toMs: 3150,
      text: 'The ships arrive in the evening, and they\nleave again before the sun comes up there.',
    },
  ]);
  const long = said('word '.repeat(40).trim());
  expect(cuesOf(long).map(({ text }) => text.split('\n').map((each) => each.split(' ').length))).toEqual([
    [8, 8],
    [8, 8],
    [8],
  ]);
});

test('what Transcribe writes is read, with hours or without, however its lines end', () => {
  const text =
    'WEBVTT\r\n\r\n0\r\n00:01.500 --> 00:00:03.000\r\nTom &amp; AT&T\r\nsay "2 > 1".\r\n\r\n\r\n1\r\n00:00:03.000 --> 00:00:04.000 align:start\r\nYes.';
  expect(readWebVtt(`\ufeff${text}`)).toEqual([
    { fromMs: 1500, toMs: 3000, text: 'Tom & AT&T\nsay "2 > 1".' },
    { fromMs: 3000, toMs: 4000, text: 'Yes.' },
  ]);
  expect(readWebVtt('WEBVTT\n')).toEqual([]);
  expect(readWebVtt('WEBVTT\n\n')).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['a page', '<!doctype html>'],
  ['another header', 'WEBVTTS\n\n1\n00:00.000 --> 00:01.000\nHa'],
  ['a style', 'WEBVTT\n\nSTYLE\n::cue { color: red }\n\n1\n00:00.000 --> 00:01.000\nHa'],
  ['a note', 'WEBVTT\n\nNOTE who reads this\n\n1\n00:00.000 --> 00:01.000\nHa'],
  ['markup', 'WEBVTT\n\n1\n00:00.000 --> 00:01.000\n<b>Ha</b>'],
  ['a second time', 'WEBVTT\n\n1\n00:00.000 --> 00:01.000\n00:00.000 --> 00:01.000\nHa'],
  ['a control character', 'WEBVTT\n\n1\n00:00.000 --> 00:01.000\nHa\u0007'],
  ['no time', 'WEBVTT\n\n1\nHa'],
  ['sixty seconds', 'WEBVTT\n\n1\n00:60.000 --> 01:01.000\nHa'],
  ['an end before its beginning', 'WEBVTT\n\n1\n00:02.000 --> 00:01.000\nHa'],
  ['cues out of order', 'WEBVTT\n\n1\n00:02.000 --> 00:03.000\nHa\n\n2\n00:01.000 --> 00:02.000\nHa'],
])('%s is not a captions file', (_, text) => {
  expect(() => readWebVtt(text)).toThrow(NotWebVtt);
});
