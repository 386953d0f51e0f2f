// Parts of a video: each frame is in one, progress never goes back or completes too early, and a video is only
// assembled from all its parts.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EncodedChunk, TrackPart } from '../core/encode-chunk.ts';
import { planChunks, renditionsOf, segmentFramesOf } from '../core/plan.ts';
import { posterSeconds } from '../core/poster.ts';
import type { Video } from '../core/probe.ts';
import { together } from './assemble-video.ts';
import { acceptedVideo, chunkOf, grid, type Part, type PartResult, partsOf, percentOf, resultsOf } from './video.ts';

const source: Video = {
  container: 'mov',
  codec: 'h264',
  width: 1280,
  height: 720,
  startSeconds: 0,
  rate: { num: 25_000, den: 1000 },
  frames: 1250,
  keyFrameSeconds: Array.from({ length: 50 }, (_, i) => i),
  hasAudio: true,
};
const accepted = (from: typeof source, isCaptioned = true) =>
  acceptedVideo(from, { etag: '"e"', checksum: 'c', isCaptioned });
const video = accepted(source);
const done = (part: string, result: PartResult): Part => ({ mediaId: 'm', part, result, updatedAtMs: 1 });
const track = (file: string, samples: readonly number[]): TrackPart => ({
  file,
  initLength: 10,
  initSha256: 'i',
  codec: 'avc1.640028',
  segments: samples.map((each, i) => ({ offset: 10 + i, length: 1, samples: each })),
});

/** As its worker would have made it. */
function encoded(index: number): EncodedChunk {
  const chunk = planChunks(source, grid)[index];
  const perSegment = segmentFramesOf(grid, source.rate);
  const samples: number[] = [];
  for (let left = chunk?.frames ?? 0; left > 0; left -= perSegment) samples.push(Math.min(left, perSegment));
  return {
    index,
    parts: renditionsOf(source).map((rendition) => ({
      ...track(`${rendition.name}-${index}.mp4`, samples),
      rendition,
    })),
    thumbnails: { file: `sheet-${index}.jpg`, columns: 5, tileWidth: 160, tileHeight: 90 },
  };
}
const all: Part[] = [
  done('poster', { poster: { file: 'poster.jpg' } }),
  ...[0, 1, 2].map((index) => done(`chunk-0000${index}`, { chunk: encoded(index) })),
  done('audio', { audio: { ...track('audio.mp4', [2000]), codec: 'mp4a.40.2' } }),
];

test('a video is planned the same from its record as from its probe, wherever its key frames are', () => {
  const keyFrames = fc.array(fc.double({ min: -20, max: 900, noNaN: true }), { maxLength: 30 });
  const perSecond = fc.constantFrom(0.2, 10, 25, 60);
  fc.assert(
    fc.property(keyFrames, perSecond, fc.integer({ min: 1, max: 25_000 }), (times, each, frames) => {
      const pictures = { perSecond: each, endSeconds: frames / 30 };
      const probed = { ...source, frames, keyFrameSeconds: times.toSorted((a, b) => a - b), pictures };
      expect(planChunks(accepted(probed).source, grid)).toEqual(planChunks(probed, grid));
    }),
  );
});

test('a video whose sound cannot be decoded is assembled without it, and says so', () => {
  const silent = all.map((part) => (part.part === 'audio' ? done('audio', { audio: 'UNREADABLE' }) : part));
  const made = together(video, silent);
  expect(made?.made.isSilenced).toBe(true);
  expect([...(made?.texts.values() ?? [])].join()).not.toContain('TYPE=AUDIO');
  expect(together(video, all)?.made).not.toHaveProperty('isSilenced');
});

test('every sheet of a long chunk is one of the video', () => {
  const long = all.map((part) => {
    const { result } = part;
    if (part.part !== 'chunk-00001' || !result || !('chunk' in result)) return part;
    const thumbnails = { ...result.chunk.thumbnails, more: ['sheet-1-more.jpg'] };
    return done(part.part, { chunk: { ...result.chunk, thumbnails } });
  });
  const made = together(video, long)?.made;
  expect(made?.sheets).toEqual(['sheet-0.jpg', 'sheet-1.jpg', 'sheet-1-more.jpg', 'sheet-2.jpg']);
  expect(made?.files).toEqual(expect.arrayContaining(['sheet-1-more.jpg']));
});

test('a video of 50 seconds has three chunks of at most 24, a poster, and its sound if there is any', () => {
  expect(partsOf(video)).toEqual(['poster', 'chunk-00000', 'chunk-00001', 'chunk-00002', 'audio']);
  expect(partsOf(accepted({ ...source, hasAudio: false }))).not.toContain('audio');
  expect(partsOf(video).flatMap((part) => chunkOf(video, part)?.frames ?? [])).toEqual([600, 600, 50]);
  expect(chunkOf(video, 'chunk-00003')).toBeUndefined();
  expect(video.captions.state).toBe('PENDING');
  expect(accepted({ ...source, hasAudio: false }).captions.state).toBe('NONE');
  expect(accepted(source).captions.state).toBe('PENDING');
  expect(
    [accepted(source, false), accepted({ ...source, hasAudio: false }, false)].map(({ captions }) => captions.state),
  ).toEqual(['OFF', 'NONE']);
});

test('of its key frames those are kept that something begins with: parts are the same with all of them', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 4990 }), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 12_500 }),
      (keys, frames) => {
        const keyFrameSeconds = [0, ...keys.map((key) => key / 10 + 0.01)].sort((a, b) => a - b);
        const whole = { ...source, frames, keyFrameSeconds };
        const kept = accepted(whole).source;
        expect(planChunks(kept, grid)).toEqual(planChunks(whole, grid));
        expect(posterSeconds(kept)).toBe(posterSeconds(whole));
        expect(kept.keyFrameSeconds.length).toBeLessThanOrEqual(planChunks(whole, grid).length + 1);
      },
    ),
  );
});

test('progress counts frames, of chunks that are made all; it is 100 only when it can be played', () => {
  expect(percentOf(video, [])).toBe(0);
  expect(percentOf(video, [{ mediaId: 'm', part: 'chunk-00001', frames: 300, updatedAtMs: 1 }])).toBe(24);
  expect(percentOf(video, [{ mediaId: 'm', part: 'chunk-00001', frames: 9999, updatedAtMs: 1 }])).toBe(48);
  expect(percentOf(video, all.slice(1, 2))).toBe(48);
  expect(percentOf(video, all)).toBe(99);
  const made = { master: '', poster: '', sheets: [], columns: 1, tileWidth: 1, tileHeight: 1, files: [] };
  expect(percentOf({ ...video, made }, [])).toBe(100);
});

test('while any part is missing there is nothing; the order in which they came means nothing', () => {
  for (const part of all)
    expect(
      resultsOf(
        video,
        all.filter((one) => one !== part),
      ),
    ).toBeUndefined();
  const unmade = { mediaId: 'm', part: 'audio', frames: 3, updatedAtMs: 1 };
  expect(resultsOf(video, [...all.slice(0, -1), unmade])).toBeUndefined();
  expect(resultsOf(video, all.toReversed())).toEqual(resultsOf(video, all));
  expect(resultsOf(video, all)?.chunks.map(({ index }) => index)).toEqual([0, 1, 2]);
});

test('a playlist has its hash as its name, the master has those names and is the last; captions change it', () => {
  const { made, texts } = together(video, all) ?? {};
  const names = [...(texts?.keys() ?? [])];
  const text = (name = '') => Buffer.from(texts?.get(name)?.bytes ?? []).toString();
  expect(names.at(-1)).toBe(made?.master);
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}\.(?:m3u8|vtt|mpd)$/);
  const named = [...text(made?.master).matchAll(/[0-9a-z-]+\.m3u8/g)].map(([name]) => name);
  // 720p, 480p and the sound.
  expect(named.sort()).toEqual(names.filter((name) => name.endsWith('m3u8') && name !== made?.master).sort());
  expect(new Set(made?.files)).toEqual(
    new Set([
      ...['poster.jpg', 'sheet-0.jpg', 'sheet-1.jpg', 'sheet-2.jpg', 'audio.mp4'],
      ...[0, 1, 2].flatMap((index) => [`720p-${index}.mp4`, `480p-${index}.mp4`]),
      ...names,
    ]),
  );
  const captions = { state: 'READY', source: 'transcribe', language: 'pt-BR', file: 'abc.vtt' } as const;
  const told = together({ ...video, captions }, all);
  const master = Buffer.from(told?.texts.get(told.made.master)?.bytes ?? []).toString();
  expect(master).toContain('NAME="Brazilian Portuguese",LANGUAGE="pt-BR"');
  expect(told?.made.files).toContain('abc.vtt');
  expect(told?.made.master).not.toBe(made?.master);
  const manifest = text(made?.dash);
  expect(manifest).toContain('<SegmentURL media="720p-1.mp4"');
  expect(manifest).not.toContain('text/vtt');
  const captioned = Buffer.from(told?.texts.get(told.made.dash ?? '')?.bytes ?? []).toString();
  expect(captioned).toMatch(/lang="pt-BR">\s+<Label>Brazilian Portuguese<\/Label>[\s\S]*<BaseURL>abc.vtt<\/BaseURL>/);
  expect(told?.texts.get(told.made.dash ?? '')?.contentType).toBe('application/dash+xml');
  expect(together(video, all.slice(1))).toBeUndefined();
});
