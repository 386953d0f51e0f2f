// Others learn nothing of a public media item's owner, its original file, or its checksum.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from '@jest/globals';
import { bindings, type Media } from '../../../lambdas/media/contract.ts';
import { keysOf } from '../../../lambdas/media/media.ts';
import { contract as search } from '../../../lambdas/search/contract.ts';
import { jpeg } from '../../pictures.ts';
import { audienceOf } from '../audience/audience-world.ts';
import { postForm } from '../jobs/jobs-world.ts';
import { bound } from '../kit/aws.ts';
import { ask, eventually, newPerson, type Person, root, unique } from '../kit/client.ts';
import { change, get, granted, judged, objectsOf } from './media-world.ts';
import { fetched, filmBytes, finished } from './video-world.ts';

const dynamodb = new DynamoDBClient(root);
const s3 = new S3Client({ ...root, forcePathStyle: true });
let owner: Person;
let other: Person;
beforeAll(async () => {
  [owner, other] = [await newPerson(), await newPerson()];
});

/** A public item without a title, and the words that others must not see. */
async function shown(contentType: string, bytes: Buffer) {
  const filename = `secret-${unique()}`;
  const { mediaId, upload } = await granted(owner, bytes.length, { contentType, filename });
  expect((await postForm(upload, bytes)).status).toBe(204);
  await judged(owner, mediaId);
  await finished(owner, mediaId);
  const { body } = await change(owner, mediaId, { visibility: 'public' });
  const media = body as Media;
  expect([media.state, media.ownerId, media.filename]).toEqual(['READY', owner.userId, filename]);
  expect(media.checksum).toMatch(/^[0-9a-f]{64}$/);
  return { media, secrets: [filename, owner.userId, String(media.checksum), owner.email] };
}

const told = (text: string, secrets: readonly string[]): string[] => secrets.filter((secret) => text.includes(secret));

async function documentOf(mediaId: string): Promise<Record<string, unknown> | undefined> {
  const TableName = await bound('search/publish-media', search.tables.documents.env);
  return (await dynamodb.send(new GetCommand({ TableName, Key: { documentId: `media:${mediaId}` } }))).Item;
}

/** Names of the files that the CDN has, each read by its address without a token. */
async function published({ mediaId }: Media, secrets: readonly string[]): Promise<string[]> {
  const Bucket = await bound('media/http', bindings.published);
  const files = (await objectsOf(mediaId)).published;
  for (const file of files) {
    const Key = `${keysOf(mediaId).published}${file}`;
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect([head.Metadata ?? {}, head.ContentDisposition]).toEqual([{}, undefined]);
    const { status, headers, bytes } = await ask('GET', `/${Key}`);
    expect([file, status, told(JSON.stringify(headers) + bytes.toString('latin1'), secrets)]).toEqual([file, 200, []]);
  }
  return files;
}

test.each([
  ['A picture', 'image/jpeg', () => jpeg(60, 40), 2],
  ['A video', 'video/mp4', () => filmBytes({ seconds: 2, sound: true }), 5],
] as const)(
  '%s',
  async (title, contentType, make, least) => {
    const { media, secrets } = await shown(contentType, await make());
    const { mediaId } = media;
    const one = await get(other, mediaId);
    const list = await ask('GET', '/api/media?visibility=public&limit=100', { token: other.token, direct: true });
    const listed = (list.body.items as Media[]).find((item) => item.mediaId === mediaId);
    for (const seen of [one.body, listed]) {
      expect(seen).toMatchObject({ mediaId, title: null, width: media.width, renditions: media.renditions });
      expect(['ownerId', 'filename', 'checksum'].filter((name) => name in seen)).toEqual([]);
      expect(told(JSON.stringify(seen), secrets)).toEqual([]);
    }
    expect((await get(owner, mediaId)).body).toMatchObject({ ownerId: owner.userId, checksum: media.checksum });
    expect((await published(media, secrets)).length).toBeGreaterThanOrEqual(least);

    const document = await eventually(
      () => documentOf(mediaId),
      (found) => found !== undefined,
    );
    // Search answers no more of it than this; its publisher's id decides who may change it.
    const { title: found, text, url } = document ?? {};
    expect([found, text, url]).toEqual([title, expect.any(String), `/#/media/${mediaId}`]);
    expect(told(JSON.stringify([found, text]), secrets)).toEqual([]);
    const audience = await eventually(
      () => audienceOf(other, mediaId),
      ({ status }) => status === 200,
    );
    expect([audience.status, audience.body.title]).toEqual([200, title]);
    expect(told(JSON.stringify(audience.body), secrets)).toEqual([]);
    if (media.video?.playbackUrl)
      expect(told((await fetched(media.video.playbackUrl)).toString(), secrets)).toEqual([]);
  },
  120_000,
);
