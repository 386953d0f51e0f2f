// Only the spoken text of captions counts, not the times.
import { expect, test } from '@jest/globals';
import { spokenText } from './spoken-text.ts';

test('the lines of cues, without header, notes, names and times', () => {
  const vtt =
    'WEBVTT\n\nNOTE made by hand\n\n00:00.000 --> 00:02.000\nA worker dies\nand nothing is lost\n\n7\n00:02.000 --> 00:03.000 align:start\nas ever\n';
  expect(spokenText(vtt)).toBe('A worker dies\nand nothing is lost\nas ever\n');
  expect(spokenText(vtt.replaceAll('\n', '\r\n'))).toBe('A worker dies\nand nothing is lost\nas ever\n');
  expect([spokenText('WEBVTT\n'), spokenText('')]).toEqual(['', '']);
});

test('signs that mean something in WebVTT are what they stand for', () => {
  expect(spokenText('WEBVTT\n\n00:00.000 --> 00:01.000\nR&amp;D: 1 &lt; 2 &gt; 0, &amp;lt;\n')).toBe(
    'R&D: 1 < 2 > 0, &lt;\n',
  );
});

test('no more than a document may have, and no half of a character', () => {
  const text = spokenText(`WEBVTT\n\n00:00.000 --> 00:01.000\n${'😀'.repeat(20_001)}`);
  expect([...text].length).toBe(20_000);
  expect(text.isWellFormed()).toBe(true);
});
