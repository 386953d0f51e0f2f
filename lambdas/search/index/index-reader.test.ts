// A warm instance reads everything once, notices a new manifest after a second, and caches no failure.
import { expect, test } from '@jest/globals';
import { parseQuery } from '../query/query.ts';
import { rank } from '../query/rank.ts';
import { IndexReader } from './index-reader.ts';
import { invert } from './inversion.ts';
import { type Manifest, nothing } from './manifest.ts';

function world() {
  const segments = new Map(
    ['a', 'b'].map((id) => [id, invert([{ documentId: id, version: 1, title: 'saga', text: `in ${id}` }])]),
  );
  const named = (...ids: string[]): Manifest['segments'] =>
    ids.map((segmentId) => {
      const { bytes, tailFrom, documents } = segments.get(segmentId) ?? invert([]);
      return { segmentId, size: bytes.length, tailFrom, documents, source: 'documents' };
    });
  const state = { nowMs: 0, manifest: { ...nothing, generation: 1, segments: named('a') }, fails: false, named };
  const asked = { manifests: 0, reads: [] as string[] };
  const reader = new IndexReader(
    {
      current: async () => {
        asked.manifests += 1;
        if (state.fails) throw new Error('away');
        return state.manifest;
      },
      at: async (generation) => (generation === 1 ? { ...nothing, generation, segments: named('a') } : undefined),
      read: async (segmentId, from, to) => {
        asked.reads.push(segmentId);
        return segments.get(segmentId)?.bytes.subarray(from, to) ?? new Uint8Array();
      },
    },
    { nowMs: () => state.nowMs },
  );
  const total = async () => (await rank((await reader.current()).snapshot, parseQuery('saga'), { limit: 1 })).total;
  return { state, asked, reader, total };
}

test('what is small is read once and whole, however many ask at once', async () => {
  const { asked, total } = world();
  expect(await Promise.all([total(), total(), total()])).toEqual([1, 1, 1]);
  expect(asked).toEqual({ manifests: 1, reads: ['a'] });
});

test('a new manifest is noticed after a second, and only what is new is read', async () => {
  const { state, asked, total } = world();
  await total();
  state.manifest = { ...nothing, generation: 2, segments: state.named('a', 'b') };
  state.nowMs = 999;
  expect(await total()).toBe(1);
  state.nowMs = 1_000;
  expect(await total()).toBe(2);
  expect(asked).toEqual({ manifests: 2, reads: ['a', 'b'] });
});

test('a failure is not remembered', async () => {
  const { state, total } = world();
  state.fails = true;
  await expect(total()).rejects.toThrow('away');
  state.fails = false;
  expect(await total()).toBe(1);
});

test('an older index is there as long as somebody has its manifest', async () => {
  const { state, reader } = world();
  state.manifest = { ...nothing, generation: 2, segments: state.named('a', 'b') };
  expect((await reader.current()).snapshot.documents).toBe(2);
  expect((await reader.at(1))?.snapshot.documents).toBe(1);
  expect(await reader.at(7)).toBeUndefined();
});
