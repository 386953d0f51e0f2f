// Types are known by every name that browsers and systems give them, and nothing else is.
import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { AnnounceMedia } from '../schemas.ts';
import { acceptedType, imageTypes, videoTypes } from './accepted-files.ts';

test.each([
  ['video/webm;codecs=vp9,opus', 'video/webm'],
  ['video/webm; codecs="vp8, opus"', 'video/webm'],
  ['video/webm ; codecs=vp8', 'video/webm'],
  ['video/webm;', 'video/webm'],
  ['video/x-matroska;codecs=avc1', 'video/x-matroska'],
  ['video/matroska', 'video/x-matroska'],
  ['video/mkv', 'video/x-matroska'],
  ['video/x-m4v', 'video/mp4'],
  ['VIDEO/MP4', 'video/mp4'],
  ['video/mp4; codecs="avc1.640028, mp4a.40.2"', 'video/mp4'],
  ['application/mp4', 'video/mp4'],
  ['Video/QuickTime', 'video/quicktime'],
  ['image/jpg', 'image/jpeg'],
  ['IMAGE/JPG', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/x-png', 'image/png'],
  ['image/WebP;charset=binary', 'image/webp'],
])('%s is %s', (given, type) => {
  expect(acceptedType(given)).toBe(type);
  const wish = { filename: 'a', contentType: given, sizeBytes: 1 };
  expect(z.safeParse(AnnounceMedia, wish).success).toBe(true);
});

test('a type is itself, and others are none', () => {
  for (const type of [...imageTypes, ...videoTypes]) expect(acceptedType(type)).toBe(type);
  for (const other of ['video/x-msvideo', 'image/gif', 'image/svg+xml', 'audio/webm', '', ';', 'constructor', 'video/'])
    expect([other, acceptedType(other)]).toEqual([other, undefined]);
  for (const contentType of ['', 'video', 'a/b\n', `video/webm;${'a'.repeat(300)}`, 'video/webm;\u00e9'])
    expect(z.safeParse(AnnounceMedia, { filename: 'a', contentType, sizeBytes: 1 }).success).toBe(false);
});
