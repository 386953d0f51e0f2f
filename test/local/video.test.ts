// Videos as their owner has them: uploaded, judged, transcoded in parts, played by HLS, shown to everybody or not, and gone.
import { beforeAll, expect, test } from '@jest/globals';
import type { Media } from '../../lambdas/media/contract.ts';
import { newPerson, type Person } from './client.ts';
import { objectsOf } from './media-world.ts';
import { filmBytes, finished, uploadVideo } from './video-world.ts';

let owner: Person;
beforeAll(async () => {
  owner = await newPerson();
});

test('a video becomes READY with what a player needs, and its progress is told on the way', async () => {
  const bytes = await filmBytes({ size: '1280x720', rate: '25', seconds: 30, sound: true });
  const mediaId = await uploadVideo(owner, bytes);
  const seen: Media[] = [];
  const media = await finished(owner, mediaId, 90_000, seen);
  console.log(
    JSON.stringify(media, null, 1),
    [...new Set(seen.map(({ state, video }) => `${state} ${video?.renditions[0]?.percent}`))].join(),
    await objectsOf(mediaId),
  );
  expect(media).toMatchObject({ state: 'READY', kind: 'video', width: 1280, height: 720 });
}, 240_000);
