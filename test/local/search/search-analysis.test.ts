// An index of an earlier analysis: it answers as it was, and the merger makes it anew.
// @runs alone search: it marks every segment of the index of all as one of an earlier analysis
import { beforeAll, expect, test } from '@jest/globals';
import { buildSegment } from '../../../lambdas/search/index/segment.ts';
import { found, idsOf as ids, indexHere, noticed, publish, search, withoutMerger } from '../../search/deployed.ts';
import { invoke } from '../kit/aws.ts';
import { newPerson, type Person, unique } from '../kit/client.ts';

const MERGER = 'search/merge-segments';
let merchant: Person;
withoutMerger();
beforeAll(async () => {
  merchant = await newPerson('merchant');
});

test('a segment of an earlier analysis is made anew: documents from their table, a job’s words from their places', async () => {
  const store = await indexHere();
  const [mark, collection] = [`w${unique()}`, `old-${unique()}`];
  const documents = [{ documentId: `d-${mark}`, title: 'Le cafe\u0301', text: `❤️ ${mark}` }];
  await publish(merchant, documents);
  await found(`café ${mark}`, 1);
  // As the first analysis stored them: an emoji was no word, and a Chinese sentence was one.
  const words: [string, { ordinal: number; positions: number[] }[]][] = [
    [mark, [{ ordinal: 0, positions: [1] }]],
    ['東京タワー', [{ ordinal: 0, positions: [0] }]],
  ];
  const segment = await store.putSegment(
    buildSegment([{ documentId: `${collection}/a`, version: 1, length: 2 }], words),
    collection,
  );
  await store.commit((segments) => [...segments, segment].map(({ analysis: _, ...old }) => old));
  expect((await found(`${mark} OR 東京タワー`, 2)).body.total).toBe(2);
  expect(((await invoke(MERGER, {})) as { renewed: number }).renewed).toBeGreaterThan(1);
  const { segments } = await store.currentManifest();
  expect(segments.filter(({ analysis }) => analysis === undefined)).toEqual([]);
  await noticed();
  expect(ids(await search(`cafe ❤ ${mark}`))).toEqual([`d-${mark}`]);
  expect(ids(await search(`"京タワー ${mark}"`))).toEqual([`${collection}/a`]);
  await store.commit((all) => all.filter(({ source }) => source !== collection));
});
