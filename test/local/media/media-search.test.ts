// Public media are found by their titles, and videos by their captions; private media are never found.
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from '@jest/globals';
import type * as z from 'zod/mini';
import { bindings, events } from '../../../lambdas/media/contract.ts';
import { jpeg } from '../../pictures.ts';
import { found, idsOf, search } from '../../search/deployed.ts';
import { postForm } from '../jobs/jobs-world.ts';
import { bound, invoke } from '../kit/aws.ts';
import { newPerson, type Person, root, unique } from '../kit/client.ts';
import { envelopeOf, messages } from '../kit/events.ts';
import { change, granted, judged } from './media-world.ts';

let owner: Person;
beforeAll(async () => {
  owner = await newPerson();
});

test('a picture is found by its title while everybody sees it, and by its new one', async () => {
  const [first, second] = [`w${unique()}`, `w${unique()}`];
  const bytes = await jpeg(40, 30);
  const { mediaId, upload } = await granted(owner, bytes.length, { title: `The ${first}` });
  await postForm(upload, bytes);
  await judged(owner, mediaId);
  expect((await search(first)).body.total).toBe(0);
  await change(owner, mediaId, { visibility: 'public' });
  const { body } = await found(first, 1);
  expect(body.items[0]).toMatchObject({ documentId: `media:${mediaId}`, url: `/#/media/${mediaId}` });
  await change(owner, mediaId, { title: `The ${second}` });
  expect(idsOf(await found(second, 1))).toEqual([`media:${mediaId}`]);
  expect((await search(first)).body.total).toBe(0);
  await change(owner, mediaId, { visibility: 'private' });
  await found(second, 0);
}, 120_000);

/** Delivers an event as its queue does. */
const tell = (data: z.infer<typeof events.mediaChanged.data>) =>
  invoke('search/publish-media', messages([{ detail: envelopeOf(events.mediaChanged, data) }]));

test('a video is found by the words spoken in it; a late event changes nothing', async () => {
  const [mediaId, mark] = [unique(), `w${unique()}`];
  const Key = `media/${mediaId}/captions.vtt`;
  const Body = `WEBVTT\n\n00:00.000 --> 00:02.000\nNothing ${mark} is lost\n`;
  const Bucket = await bound('media/http', bindings.published);
  await new S3Client({ ...root, forcePathStyle: true }).send(new PutObjectCommand({ Bucket, Key, Body }));
  const facts = {
    mediaId,
    ownerId: 'o',
    kind: 'video' as const,
    title: 'A talk',
    durationSeconds: 2,
    pictureUrl: null,
  };
  const shown = { ...facts, version: 5, shown: true, captionsUrl: `http://x.example/${Key}` };
  expect(await tell(shown)).toEqual({ batchItemFailures: [] });
  const { body } = await found(mark, 1);
  expect(body.items[0]).toMatchObject({ documentId: `media:${mediaId}`, snippet: { text: `Nothing ${mark} is lost` } });
  await tell({ ...shown, version: 4, shown: false });
  await tell(shown);
  expect((await search(mark)).body.total).toBe(1);
  await tell({ ...shown, version: 6, shown: false });
  await found(mark, 0);
  await tell(shown);
  expect((await search(mark)).body.total).toBe(0);
}, 120_000);
