// A file beyond the API's limits is refused before it is sent, and every outcome of an upload has its words.
import { expect, test } from '@jest/globals';
import { imageTypes, limits, videoTypes } from '../../../lambdas/media/contract.ts';
import { reasons as known } from '../../../lambdas/media/files/rejection.ts';
import {
  ACCEPTED,
  captionWords,
  clock,
  mostBytes,
  percentOf,
  reasonOf,
  reasons,
  refusalOf,
  soundWords,
  typeOf,
} from './words.ts';

const file = (type: string, size: number, name = 'a') => ({ type, size, name });

test('the page knows the types, the limits and the reasons of the API', () => {
  expect(ACCEPTED.filter((one) => !one.startsWith('.'))).toEqual([...imageTypes, ...videoTypes]);
  expect(mostBytes).toEqual({ image: limits.imageBytes, video: limits.videoBytes });
  expect(Object.keys(reasons).sort()).toEqual([...known].sort());
});

test('every limit that is named in words is the one of the API', () => {
  const words = (reason: keyof typeof reasons, kind: 'image' | 'video') => reasonOf({ kind, reason }) ?? '';
  expect(words('TOO_MANY_PIXELS', 'image')).toContain(`${limits.imagePixels / 1e6} million`);
  expect(words('TOO_MANY_PIXELS', 'video')).toContain('1920 × 1080');
  expect(limits.videoPixels).toBe(1920 * 1088);
  expect(words('TOO_LONG', 'video')).toContain(`${limits.videoSeconds / 60} minutes`);
  expect(words('TOO_MUCH_VIDEO_TODAY', 'video')).toContain('an hour');
  expect(limits.videoSecondsPerDay).toBe(3600);
  const late = words('UPLOAD_EXPIRED', 'video');
  expect(late).toContain(`${limits.grantSeconds / 60} minutes`);
  expect(late).toContain(`${limits.partsGrantSeconds / 3600} hours`);
  expect(late).toContain(`${limits.singleUploadBytes / 2 ** 20} MB`);
});

test.each(known.flatMap((reason) => (['image', 'video'] as const).map((kind) => ({ reason, kind }))))(
  '$reason of a $kind is said in words',
  ({ reason, kind }) => {
    expect(reasonOf({ kind, reason })).toMatch(/^[A-Z].*\.$/);
  },
);

test('a media item without a reason has no words for it', () => {
  expect(reasonOf({ kind: 'video', reason: null })).toBeUndefined();
});

test('refuses what the API would refuse, in words', () => {
  expect(refusalOf(file('image/png', mostBytes.image))).toBeUndefined();
  expect(refusalOf(file('image/png', mostBytes.image + 1))).toMatch(/20 MB/);
  expect(refusalOf(file('image/png', 0))).toMatch(/empty/);
  expect(refusalOf(file('video/mp4', mostBytes.video))).toBeUndefined();
  expect(refusalOf(file('video/mp4', mostBytes.video + 1))).toMatch(/1 GB/);
  expect(refusalOf(file('image/gif', 9))).toMatch(/JPEG, PNG and WebP.*MP4/);
});

test('a type that the system does not know is told by the name, and never against what it says', () => {
  expect(typeOf(file('', 9, 'My.Film.MKV'))).toBe('video/x-matroska');
  expect(typeOf(file('image/png', 9, 'a.mkv'))).toBe('image/png');
  expect(typeOf(file('', 9, 'mkv'))).toBe('video/x-matroska');
  expect(typeOf(file('', 9, 'notes.constructor'))).toBe('');
});

test('a type is told by the name that the API uses', () => {
  expect(typeOf(file('video/webm;codecs=vp9,opus', 9))).toBe('video/webm');
  expect(typeOf(file('image/jpg', 9))).toBe('image/jpeg');
  expect(typeOf(file('', 9, 'clip.M4V'))).toBe('video/mp4');
  for (const type of ['video/matroska', 'video/x-m4v', 'IMAGE/PNG']) expect(refusalOf(file(type, 9))).toBeUndefined();
});

test('a video that plays without its sound says so, others do not', () => {
  expect(soundWords({ sound: 'UNREADABLE' })).toMatch(/^Plays without sound: .*AAC/);
  for (const sound of ['PLAYED', 'NONE'] as const) expect(soundWords({ sound })).toBeUndefined();
});

test('lengths are said as clocks say them', () => {
  expect([0, 9.9, 65, 1200, 3725].map(clock)).toEqual(['0:00', '0:09', '1:05', '20:00', '1:02:05']);
});

test('a video is as far as the rendition that is behind', () => {
  const rendition = (percent: number) => ({ name: 'a', width: 1, height: 1, percent });
  const video = (...percents: number[]) => ({ video: { renditions: percents.map(rendition) } }) as never;
  expect(percentOf(video(40, 12))).toBe(12);
  expect(percentOf(video(100, 100))).toBe(100);
});

test('captions say who wrote them, and a sample that it is none', () => {
  const of = (state: 'NONE' | 'PENDING' | 'READY' | 'FAILED', source: 'transcribe' | 'whisper' | 'sample' | null) =>
    captionWords({ state, source, language: source && 'en', url: null });
  expect(of('READY', 'sample')).toMatch(/sample text from the emulator.*not a transcript/);
  expect(of('READY', 'whisper')).toContain('Whisper (en)');
  expect(of('READY', 'transcribe')).toContain('Amazon Transcribe');
  expect([of('NONE', null), of('PENDING', null), of('FAILED', null)].join()).toMatch(
    /no sound.*in progress.*could not/,
  );
});
