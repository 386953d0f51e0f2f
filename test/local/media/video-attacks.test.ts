// Hostile videos: only an honest file becomes READY, each refusal has a reason, comes soon and takes little memory, and no
// decoder ever opens a connection. Also the daily transcoding quota of a user.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from '@jest/globals';
import { bindings, limits } from '../../../lambdas/media/contract.ts';
import { canary } from '../../media/canary.ts';
import { jpeg, moving, script, zip } from '../../pictures.ts';
import { bound } from '../kit/aws.ts';
import { bounded, eventually, newPerson, type Person, root } from '../kit/client.ts';
import { announce, deliver, get, granted, loggedOf, objectsOf, recordOf } from './media-world.ts';
import { deliverPart, filmBytes, finished, uploadVideo } from './video-world.ts';

let owner: Person;
beforeAll(async () => {
  owner = await newPerson();
});

test('each hostile file is rejected with its reason within five seconds and 300 MB, and nobody is called', async () => {
  const whole = await filmBytes({ seconds: 4, sound: true });
  await canary(async (address, calls) => {
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${address}/a.ts\n#EXT-X-ENDLIST\n`;
    const files = [
      ['a playlist', Buffer.from(playlist), 'video/mp4', 'NOT_A_VIDEO'],
      ['a list of files', Buffer.from(`ffconcat version 1.0\nfile '${address}/a.mp4'\n`), 'video/mp4', 'NOT_A_VIDEO'],
      ['an SVG with a script', script, 'video/webm', 'NOT_A_VIDEO'],
      ['a zip named .mp4', zip, 'video/mp4', 'NOT_A_VIDEO'],
      ['a picture', await jpeg(), 'video/mp4', 'NOT_A_VIDEO'],
      ['a moving picture', await moving(), 'video/mp4', 'NOT_A_VIDEO'],
      ['one byte', Buffer.alloc(1), 'video/mp4', 'NOT_A_VIDEO'],
      ['zeros', Buffer.alloc(100_000), 'video/quicktime', 'NOT_A_VIDEO'],
      ['half an MP4', whole.subarray(0, whole.length / 2), 'video/mp4', 'TRUNCATED'],
      ['another container', whole, 'video/webm', 'TYPE_MISMATCH'],
      ['sound alone', await filmBytes({ seconds: 2, sound: true, more: ['-vn'] }), 'video/mp4', 'NO_VIDEO'],
      ['a huge picture', await filmBytes({ size: '2560x2048', seconds: 0.1 }), 'video/mp4', 'TOO_MANY_PIXELS'],
      ['a dot', await filmBytes({ size: '8x8', seconds: 1 }), 'video/mp4', 'TOO_SMALL'],
      [
        'a long one',
        await filmBytes({ size: '32x32', rate: '1', seconds: limits.videoSeconds + 2 }),
        'video/mp4',
        'TOO_LONG',
      ],
    ] as const;
    const results = await bounded(2, files, async ([name, bytes, contentType, reason]) => {
      const mediaId = await uploadVideo(owner, bytes, contentType);
      const media = await finished(owner, mediaId);
      expect([name, media.state, media.reason, media.video]).toEqual([name, 'REJECTED', reason, null]);
      expect((await objectsOf(mediaId)).renditions).toEqual([]);
      return mediaId;
    });
    const logged = await loggedOf(results);
    expect(logged).toHaveLength(files.length);
    expect(logged.filter(({ durationMs, peakMemoryMb }) => durationMs >= 5000 || peakMemoryMb >= 300)).toEqual([]);
    expect(calls()).toBe(0);
  });
}, 240_000);

test('an unsupported type, or a size that is too large for its type, is refused before anything is uploaded', async () => {
  const refused = async (bytes: number, contentType: string) => {
    const { status, body } = await announce(owner, bytes, { contentType });
    return [status, body.code];
  };
  expect(await refused(10, 'video/x-msvideo')).toEqual([422, 'MEDIA_TYPE_REFUSED']);
  expect(await refused(10, 'application/vnd.apple.mpegurl')).toEqual([422, 'MEDIA_TYPE_REFUSED']);
  expect(await refused(limits.imageBytes + 1, 'image/png')).toEqual([422, 'MEDIA_TOO_LARGE']);
  expect(await refused(limits.videoBytes + 1, 'video/mp4')).toEqual([400, 'VALIDATION_FAILED']);
});

test('a video that kills its workers is rejected, judged or transcoded', async () => {
  const { mediaId } = await granted(owner, 10, { contentType: 'video/mp4' });
  await deliver(mediaId, 1, 6);
  expect((await get(owner, mediaId)).body).toMatchObject({ state: 'REJECTED', reason: 'PROCESSING_FAILED' });
  const other = await uploadVideo(owner, await filmBytes({ size: '1280x720', seconds: 20 }));
  await eventually(
    () => recordOf(other),
    (record) => record?.state === 'PROCESSING',
  );
  await deliverPart(other, 'chunk-00000', 6);
  expect((await get(owner, other)).body).toMatchObject({ state: 'REJECTED', reason: 'PROCESSING_FAILED' });
}, 60_000);

test('a user has a limited length of video transcoded per day', async () => {
  const person = await newPerson();
  const short = await filmBytes({ seconds: 3 });
  const first = await uploadVideo(person, short);
  expect((await finished(person, first)).state).toBe('READY');
  const TableName = await bound('media/http', bindings.quotasTable);
  const { ownerId } = (await recordOf(first)) as { ownerId: string };
  const leave = (seconds: number) =>
    new DynamoDBClient(root).send(
      new UpdateCommand({
        TableName,
        Key: { ownerId: `${ownerId}#${new Date().toISOString().slice(0, 10)}` },
        UpdateExpression: 'SET videoSeconds = :seconds',
        ExpressionAttributeValues: { ':seconds': limits.videoSecondsPerDay - seconds },
      }),
    );
  await leave(2);
  expect(await finished(person, await uploadVideo(person, short))).toMatchObject({
    state: 'REJECTED',
    reason: 'TOO_MUCH_VIDEO_TODAY',
  });
  await leave(3);
  expect((await finished(person, await uploadVideo(person, short))).state).toBe('READY');
}, 120_000);
