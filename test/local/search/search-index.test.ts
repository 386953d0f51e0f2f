// Operating the index: merges, rebuilds, clean-ups and loads from jobs, with unchanged search results.
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/search/contract.ts';
import { SegmentGone } from '../../../lambdas/search/index/index-store.ts';
import { invert } from '../../../lambdas/search/index/inversion.ts';
import {
  adding,
  DOCUMENTS,
  KEEP_MS,
  readable,
  replacing,
  type SegmentName,
} from '../../../lambdas/search/index/manifest.ts';
import {
  emptyIndexHere,
  found,
  idsOf as ids,
  indexHere,
  noticed,
  publish,
  search,
  withoutMerger,
} from '../../search/deployed.ts';
import { ended, resultOf, started, upload } from '../jobs/jobs-world.ts';
import { bound, invoke } from '../kit/aws.ts';
import { type Answer, ask, eventually, newPerson, type Person, root, unique } from '../kit/client.ts';

const MERGER = 'search/merge-segments';
let merchant: Person;
// A rebuild yields to a concurrent merge.
withoutMerger();
beforeAll(async () => {
  merchant = await newPerson('merchant');
});

interface Wish {
  readonly documentId: string;
  readonly title: string;
  readonly text: string;
}
const remove = (documentId: string) => ask('DELETE', `/api/search/documents/${documentId}`, { token: merchant.token });

test('the index rebuilt and the index merged answer as the index that grew', async () => {
  const mark = `w${unique()}`;
  const documents = Array.from({ length: 12 }, (_, i) => ({
    documentId: `r${i}-${mark}`,
    title: `Document ${i}`,
    text: `${mark} ${'again '.repeat(i)}`,
  }));
  // One by one, so that each gets its own segment.
  for (const document of documents) await publish(merchant, [document]);
  await publish(merchant, [{ documentId: `r3-${mark}`, title: 'Changed', text: mark }]);
  await remove(`r4-${mark}`);
  const own = (answer: Answer): { documentId: string; title: { text: string } }[] =>
    answer.body.items.filter((item: Wish) => item.documentId.endsWith(mark));
  const titles = (answer: Answer) =>
    own(answer)
      .map(({ title }) => title.text)
      .sort();
  // Waits for exactly these titles: the last events may arrive before the first.
  const last = [...documents.flatMap(({ title }, i) => (i === 3 || i === 4 ? [] : [title])), 'Changed'].sort();
  const grown = await eventually(
    () => search(`${mark} OR again`, '&limit=50'),
    (answer) => titles(answer).join() === last.join(),
  );
  expect(titles(grown)).toEqual(last);
  const merged = (await invoke(MERGER, {})) as { segments: number };
  expect(merged.segments).toBeGreaterThan(0);
  await noticed();
  expect(own(await search(`${mark} OR again`, '&limit=50'))).toEqual(own(grown));
  expect(await invoke('search/rebuild-index', {})).toMatchObject({ segments: 1 });
  await noticed();
  expect(own(await search(`${mark} OR again`, '&limit=50'))).toEqual(own(grown));
});

test('the output of a job is found beside the documents, replaced by its next load, and removed', async () => {
  const [collection, mark] = [`books-${unique()}`, `w${unique()}`];
  const Bucket = await bound('search/load-parts', bindings.indexBucket);
  const s3 = new S3Client({ ...root, forcePathStyle: true });
  const load = async (...parts: string[][]) => {
    const keys = parts.map((_, i) => `imports/${collection}/${i}`);
    for (const [i, lines] of parts.entries())
      await s3.send(new PutObjectCommand({ Bucket, Key: keys[i], Body: `${lines.join('\n')}\n` }));
    return invoke('search/load-parts', { collection, parts: keys });
  };
  const first = await load(
    [`${mark}\t[["a/b.txt",[0,4]],["c.txt",[1]]]`],
    ['whale\t[["a/b.txt",[1]]]', 'the\t[["c.txt",[0]]]'],
  );
  expect(first).toMatchObject({ documents: 2 });
  const { body } = await found(`"${mark} whale"`, 1);
  expect(body.items).toEqual([
    {
      documentId: `${collection}/a/b.txt`,
      url: null,
      title: { text: `${collection}/a/b.txt`, highlights: [] },
      snippet: null,
      score: expect.any(Number),
    },
  ]);
  expect(ids(await search(mark))).toEqual([`${collection}/a/b.txt`, `${collection}/c.txt`]);
  await invoke('search/rebuild-index', {});
  await load([`${mark}\t[["d.txt",[0]]]`]);
  expect(ids(await found(mark, 1))).toEqual([`${collection}/d.txt`]);
  await expect(load(['no part of a job'])).rejects.toThrow('Not a line of an inverted index');
  expect(ids(await search(mark))).toEqual([`${collection}/d.txt`]);
  await load();
  expect((await found(mark, 0)).body.total).toBe(0);
});

test('what an inverted-index job puts out is found, in the files it was given', async () => {
  const [collection, mark] = [`job-${unique()}`, `w${unique()}`];
  const uploadIds = await Promise.all([
    upload(merchant, 'one.txt', `The ${mark} saga,\nundone in reverse.\n`),
    upload(merchant, 'two.txt', `Another ${mark}. A saga of ${mark}!`),
  ]);
  const jobId = await started(merchant, { kind: 'inverted-index', input: { uploadIds }, partitions: 2 });
  expect((await ended(merchant, jobId)).state).toBe('SUCCEEDED');
  const { texts } = await resultOf(merchant, jobId);
  const Bucket = await bound('search/load-parts', bindings.indexBucket);
  const s3 = new S3Client({ ...root, forcePathStyle: true });
  const parts = texts.map((_, i) => `imports/${collection}/${i}`);
  for (const [i, Body] of texts.entries()) await s3.send(new PutObjectCommand({ Bucket, Key: parts[i], Body }));
  expect(await invoke('search/load-parts', { collection, parts })).toMatchObject({ documents: 2 });
  expect(ids(await found(mark, 2))).toEqual([`${collection}/two.txt`, `${collection}/one.txt`]);
  expect(ids(await search(`"${mark} saga undone"`))).toEqual([`${collection}/one.txt`]);
  await invoke('search/load-parts', { collection, parts: [] });
});

test('of eight who add to the index at once none is lost', async () => {
  const store = await indexHere();
  const mark = `w${unique()}`;
  const add = async (i: number) => {
    const built = invert([{ documentId: `e${i}-${mark}`, version: 1, title: mark, text: '' }]);
    const segment = await store.putSegment(built, `eight-${mark}`);
    return () => store.commit(adding(segment));
  };
  const commits = await Promise.all(Array.from({ length: 8 }, (_, i) => add(i)));
  const manifests = await Promise.all(commits.map((commit) => commit()));
  expect(new Set(manifests.map((manifest) => manifest?.generation)).size).toBe(8);
  expect((await found(mark, 8)).body.total).toBe(8);
  await store.commit((segments) => segments.filter(({ source }) => source !== `eight-${mark}`));
  expect((await found(mark, 0)).body.total).toBe(0);
});

test('a cursor goes on in the index as it was before it was rebuilt and cleaned up', async () => {
  const store = await indexHere();
  const mark = `w${unique()}`;
  await publish(merchant, [{ documentId: `d-${mark}`, title: mark, text: mark }]);
  await found(mark, 1);
  const { cursor } = (await search('the', '&limit=1')).body;
  await invoke('search/rebuild-index', {});
  const nowMs = Date.now();
  expect(await store.removeRubbish(readable(await store.currentManifest(), nowMs), nowMs)).toBe(0);
  expect((await search('the', `&limit=1&cursor=${cursor}`)).status).toBe(200);
});

test('what nobody can read any more is removed after an hour, and nothing else', async () => {
  // An index of its own: skipping the hour in the shared one would remove segments that others have not committed yet.
  const store = await emptyIndexHere();
  const put = async (documentId: string) =>
    store.putSegment(invert([{ documentId, version: 1, title: documentId, text: '' }]), DOCUMENTS);
  const [merged, kept, into] = [await put('merged'), await put('kept'), await put('into')];
  const { segmentId: neverNamed } = await put('of a writer that died');
  for (const segment of [merged, kept]) await store.commit(adding(segment));
  await store.commit(replacing([merged], into));
  const nowMs = Date.now();
  const clean = async (atMs: number) => store.removeRubbish(readable(await store.currentManifest(), atMs), atMs);
  const size = async (segment: SegmentName) => (await store.readSegment(segment.segmentId, 0, segment.size)).length;
  expect(await clean(nowMs)).toBe(0);
  expect(await size(merged)).toBe(merged.size);
  expect(await clean(nowMs + KEEP_MS + 60_000)).toBe(2);
  expect(await clean(nowMs + KEEP_MS + 60_000)).toBe(0);
  const manifest = await store.currentManifest();
  expect(manifest.segments).toEqual([kept, into]);
  for (const segment of manifest.segments) expect(await size(segment)).toBe(segment.size);
  for (const segmentId of [merged.segmentId, neverNamed])
    await expect(store.readSegment(segmentId, 0, 1)).rejects.toThrow(SegmentGone);
  expect(await store.manifestOf(manifest.generation + 1)).toBeUndefined();
});
