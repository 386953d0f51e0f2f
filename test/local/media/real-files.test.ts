// Files as people have them: cut on a phone, recorded by a browser, with sound that nobody decodes, without their last bytes.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { run } from '../../media/films.ts';
import { numbered, numberedPictures } from '../../media/numbered.ts';
import { jpeg } from '../../pictures.ts';
import { newPerson } from '../kit/client.ts';
import { judged, upload } from './media-world.ts';
import { finished, uploadVideo } from './video-world.ts';

test('each is READY, with the length it has and what is said of its sound', async () => {
  const [owner, folder] = [await newPerson(), await mkdtemp(join(tmpdir(), 'real-'))];
  const [whole, clip, talk, dts] = ['whole.mp4', 'clip.mp4', 'talk.webm', 'dts.mkv'].map((name) => join(folder, name));
  await numbered(whole ?? '', { seconds: 6, sound: 6 });
  await run('-ss', '2', '-i', whole ?? '', '-t', '3', '-c', 'copy', clip ?? '');
  const picture = ['-f', 'lavfi', '-i', numberedPictures(25, 0.2)];
  await run(...picture, '-f', 'lavfi', '-i', 'sine=duration=4', '-c:v', 'libvpx', '-c:a', 'libopus', talk ?? '');
  await run('-i', whole ?? '', '-c:v', 'copy', '-c:a', 'dca', '-strict', '-2', '-ac', '2', '-ar', '48000', dts ?? '');
  const kinds = [
    [clip, 'video/x-m4v', 3, 'PLAYED'],
    [talk, 'video/webm;codecs="vp8, opus"', 4, 'PLAYED'],
    [dts, 'video/matroska', 6, 'UNREADABLE'],
  ] as const;
  for (const [path, contentType, seconds, sound] of kinds) {
    const media = await finished(owner, await uploadVideo(owner, await readFile(path ?? ''), contentType));
    expect([contentType, media.state, media.reason]).toEqual([contentType, 'READY', null]);
    expect(media.video).toMatchObject({ durationSeconds: expect.closeTo(seconds, 0), sound });
  }
  await rm(folder, { recursive: true });
  const cut = (await jpeg()).subarray(0, -2);
  expect(await judged(owner, await upload(owner, cut, 'IMAGE/JPG'))).toMatchObject({
    state: 'READY',
    contentType: 'image/jpeg',
  });
}, 120_000);
