// No film is refused for its sound: it is decoded, or the film plays without it and says so.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { ffmpeg, inFolder, limits, probed, run } from '../../../../test/media/films.ts';
import { grid, made } from '../../../../test/media/hls.ts';
import { loudIn, numberedPictures } from '../../../../test/media/numbered.ts';
import { encodeAudio } from '../encode-audio.ts';

jest.setTimeout(600_000);

async function withSound(path: string, codec: readonly string[], seconds = 0.6): Promise<string> {
  await run(
    ...['-f', 'lavfi', '-i', numberedPictures(25, seconds), '-f', 'lavfi', '-i', `sine=440:duration=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-strict', '-2', '-c:a', ...codec, path],
  );
  return path;
}

test.each([
  ['AC-3', 'mp4', ['ac3']],
  ['AC-3', 'mkv', ['ac3']],
  ['E-AC-3', 'mp4', ['eac3']],
  ['AMR narrow band', 'mov', ['libopencore_amrnb', '-ar', '8000', '-ac', '1', '-b:a', '12.2k']],
  ['MP2', 'mkv', ['mp2']],
  ['MP2', 'mp4', ['mp2']],
  ['MP3', 'mp4', ['libmp3lame']],
  ['ALAC', 'mov', ['alac']],
  ['FLAC', 'mp4', ['flac']],
  ['Opus', 'mp4', ['libopus']],
  ['Vorbis', 'mkv', ['libvorbis']],
  ['PCM, big-endian', 'mov', ['pcm_s16be']],
  ['PCM of 24 bits, big-endian', 'mov', ['pcm_s24be']],
  ['PCM of 32 bits', 'mov', ['pcm_s32le']],
  ['PCM of floats', 'mkv', ['pcm_f32le']],
  ['PCM of 8 bits', 'mov', ['pcm_u8']],
  ['mu-law', 'mov', ['pcm_mulaw', '-ar', '8000']],
  ['A-law', 'mov', ['pcm_alaw', '-ar', '8000']],
  ['ADPCM of QuickTime', 'mov', ['adpcm_ima_qt']],
] as const)('%s in %s is heard', (_, ending, codec) =>
  inFolder(async (folder) => {
    const source = await withSound(join(folder, `film.${ending}`), codec);
    const video = await probed(source);
    expect(video).toMatchObject({ hasAudio: true });
    expect(video).not.toHaveProperty('hasUnreadableAudio');
    expect(Math.abs(video.frames - 15)).toBeLessThanOrEqual(2);
    const track = await encodeAudio({ ffmpeg, source, video, folder, limits, grid });
    expect(track).toBeDefined();
    // The codec's own delay may be silent.
    expect(await loudIn(join(folder, 'audio.mp4'))).toEqual([]);
  }),
);

test.each([
  ['DTS', 'mkv', ['dca', '-ac', '2', '-ar', '48000']],
  ['TrueHD', 'mkv', ['truehd']],
  ['WMA', 'mkv', ['wmav2']],
] as const)('%s in %s is left out, and the film says so', (_, ending, codec) =>
  inFolder(async (folder) => {
    const { folder: hls, video } = await made(await withSound(join(folder, `film.${ending}`), codec), 'hls');
    expect(video).toMatchObject({ hasAudio: false, hasUnreadableAudio: true, frames: 15 });
    expect(await readFile(join(hls, 'master.m3u8'), 'utf8')).not.toContain('AUDIO');
  }),
);

test('a codec nobody knows is left out too', () =>
  inFolder(async (folder) => {
    const source = await withSound(join(folder, 'film.mov'), ['pcm_s16le']);
    const bytes = await readFile(source);
    bytes.write('xyzq', bytes.lastIndexOf('sowt'), 'latin1');
    await writeFile(source, bytes);
    expect(await probed(source)).toMatchObject({ hasAudio: false, hasUnreadableAudio: true, frames: 15 });
  }));

test('sound that is damaged throughout leaves a film without sound', () =>
  inFolder(async (folder) => {
    const source = await withSound(join(folder, 'film.mov'), ['aac']);
    // All that the pictures do not use of the samples is the sound.
    const [both, alone] = [await readFile(source), join(folder, 'sound.aac')];
    await run('-i', source, '-vn', '-c', 'copy', '-f', 'data', '-map', '0:a', alone);
    const sound = await readFile(alone);
    let damaged = 0;
    for (let from = 0; from + 8 <= sound.length; from += 8) {
      const at = both.indexOf(sound.subarray(from, from + 8));
      if (at < 0) continue;
      both.fill(0xff, at, at + 8);
      damaged += 1;
    }
    expect(damaged).toBeGreaterThan(20);
    await writeFile(source, both);
    const { folder: hls, video } = await made(source, 'hls');
    expect(video.hasAudio).toBe(true);
    expect(await readFile(join(hls, 'master.m3u8'), 'utf8')).not.toContain('AUDIO');
  }));
