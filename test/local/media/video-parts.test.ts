// Uploads in parts: parts repeat and arrive in any order, an upload resumes from existing parts, completes once or is aborted.
import { beforeAll, expect, test } from '@jest/globals';
import { limits } from '../../../lambdas/media/contract.ts';
import { type Answer, ask, bounded, newPerson, type Person } from '../kit/client.ts';
import { age, announce, get, objectsOf, recordOf, sweep } from './media-world.ts';
import { filmBytes, finished } from './video-world.ts';

let owner: Person;
let bytes: Buffer;
const PARTS = 7;

beforeAll(async () => {
  owner = await newPerson();
  const film = await filmBytes({ seconds: 2 });
  // A box that every reader skips pads the film to the length of an upload in parts.
  const rest = Buffer.alloc(PARTS * limits.partBytes - 5000 - film.length);
  rest.writeUInt32BE(rest.length);
  rest.write('free', 4, 'latin1');
  bytes = Buffer.concat([film, rest]);
});

const parts = (person: Person, mediaId: string, body?: object): Promise<Answer> =>
  ask(body ? 'POST' : 'GET', `/api/media/${mediaId}/parts`, {
    token: person.token,
    direct: true,
    ...(body && { body }),
  });
const act = (person: Person, mediaId: string, what: 'complete' | 'abort'): Promise<Answer> =>
  ask('POST', `/api/media/${mediaId}/${what}`, { token: person.token, direct: true });

async function announced(person = owner): Promise<string> {
  const { status, body } = await announce(person, bytes.length, { contentType: 'video/mp4', filename: 'large.mp4' });
  expect([status, body.upload, body.parts]).toEqual([201, undefined, { partBytes: limits.partBytes, count: PARTS }]);
  return body.mediaId;
}

const partOf = (number: number): Buffer => bytes.subarray((number - 1) * limits.partBytes, number * limits.partBytes);

async function send(mediaId: string, numbers: readonly number[], contentOf = partOf): Promise<void> {
  const { status, body } = await parts(owner, mediaId, { numbers });
  expect([status, body.parts.length]).toEqual([200, numbers.length]);
  await bounded(2, body.parts as { number: number; url: string }[], async ({ number, url }) => {
    const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(contentOf(number)) });
    expect(answer.status).toBe(200);
  });
}

test('sent in any order and again, gone on with after a break, closed twice: one video', async () => {
  const mediaId = await announced();
  await send(mediaId, [3, 1]);
  expect((await parts(owner, mediaId)).body).toEqual({ partBytes: limits.partBytes, count: PARTS, there: [1, 3] });
  expect((await act(owner, mediaId, 'complete')).body).toMatchObject({
    code: 'UPLOAD_INCOMPLETE',
    detail: expect.stringContaining('2, 4, 5, 6, 7'),
  });
  await send(mediaId, [2, 3, 4, 5, 6]);
  // A part of the wrong length counts as missing.
  await send(mediaId, [7], () => Buffer.alloc(100));
  expect((await parts(owner, mediaId)).body.there).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await act(owner, mediaId, 'complete')).status).toBe(409);
  await send(mediaId, [7]);
  expect((await act(owner, mediaId, 'complete')).status).toBe(204);
  expect((await act(owner, mediaId, 'complete')).status).toBe(204);
  expect((await parts(owner, mediaId)).body.there).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const media = await finished(owner, mediaId);
  expect(media).toMatchObject({ state: 'READY', sizeBytes: bytes.length, video: { durationSeconds: 2 } });
  expect((await parts(owner, mediaId, { numbers: [1] })).status).toBe(404);
  await age(mediaId, 6 * 60 + 16);
  await sweep();
  expect((await objectsOf(mediaId)).upload).toEqual([]);
}, 180_000);

test('nobody else sees, feeds, closes or gives up an upload', async () => {
  const mediaId = await announced();
  const other = await newPerson();
  const answers = [
    await parts(other, mediaId),
    await parts(other, mediaId, { numbers: [1] }),
    await act(other, mediaId, 'complete'),
    await act(other, mediaId, 'abort'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect((await parts(owner, mediaId, { numbers: [PARTS + 1] })).status).toBe(404);
  expect((await parts(owner, mediaId, { numbers: [0] })).status).toBe(400);
});

test('given up, its parts and its media are gone; its addresses lead nowhere', async () => {
  const mediaId = await announced();
  const { body } = await parts(owner, mediaId, { numbers: [1] });
  await send(mediaId, [2]);
  expect((await act(owner, mediaId, 'abort')).status).toBe(204);
  expect((await act(owner, mediaId, 'abort')).status).toBe(204);
  expect((await get(owner, mediaId)).status).toBe(404);
  const late = await fetch(body.parts[0].url, { method: 'PUT', body: new Uint8Array(10) });
  expect(late.status).toBe(404);
  expect((await objectsOf(mediaId)).upload).toEqual([]);
});

test('an upload in parts has six hours, and is swept when they are over', async () => {
  const mediaId = await announced();
  await send(mediaId, [1]);
  await age(mediaId, 60);
  await sweep();
  expect((await get(owner, mediaId)).body.state).toBe('PENDING');
  await age(mediaId, 6 * 60);
  await sweep();
  expect((await get(owner, mediaId)).body).toMatchObject({ state: 'REJECTED', reason: 'UPLOAD_EXPIRED' });
  await age(mediaId, 16);
  await sweep();
  expect((await recordOf(mediaId))?.dueAtMs).toBeUndefined();
  expect((await parts(owner, mediaId)).body.there).toEqual([]);
});
