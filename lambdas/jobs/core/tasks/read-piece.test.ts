// Pieces, wherever they are cut, hold every line once and whole.

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryBlobs } from '../../../../test/jobs/memory-blobs.ts';
import { readPiece } from './read-piece.ts';

async function read(blobs: ReturnType<typeof memoryBlobs>, key: string, from: number, to: number) {
  const size = await blobs.size(key);
  const chunks: Uint8Array[] = [];
  let told = 0;
  for await (const { at, chunk } of readPiece(blobs, { key, from, to, size }, (bytes) => {
    told += bytes;
  })) {
    if (!key.endsWith('.gz'))
      expect(Buffer.from(blobs.objects.get(key)?.subarray(at, at + chunk.length) ?? [])).toEqual(Buffer.from(chunk));
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString(), told };
}

const lines = fc.array(fc.constantFrom('', 'a', 'bb', 'long line', '\r', 'é'), { maxLength: 20 });

describe('the pieces of a file', () => {
  test('together are the file, each whole lines, wherever it is cut and however it is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.boolean(),
        fc.array(fc.nat(60), { maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        async (parts, ended, cuts, chunk) => {
          const body = `${parts.join('\n')}${ended ? '\n' : ''}`;
          const blobs = memoryBlobs({ file: body }, chunk);
          const size = await blobs.size('file');
          const at = [0, ...cuts.map((cut) => cut % (size + 1)).sort((a, b) => a - b), size];
          const found: string[] = [];
          let total = 0;
          for (const [i, to] of at.slice(1).entries()) {
            const { text, told } = await read(blobs, 'file', at[i] as number, to);
            found.push(text);
            total += told;
          }
          expect(found.join('')).toBe(body);
          for (const text of found.filter((piece) => piece !== '').slice(0, -1)) expect(text.endsWith('\n')).toBe(true);
          expect(total).toBeLessThanOrEqual(size);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('give a line past the slack to the piece it begins in', async () => {
    const long = 'x'.repeat(70_000);
    const blobs = memoryBlobs({ file: `a\n${long}\nb` }, 9_000);
    const size = await blobs.size('file');
    expect((await read(blobs, 'file', 0, 10)).text).toBe(`a\n${long}\n`);
    expect((await read(blobs, 'file', 10, 60_000)).text).toBe('');
    expect((await read(blobs, 'file', 60_000, size)).text).toBe('b');
  });
});

describe('gzip', () => {
  test('is read as what it holds, of several members too', async () => {
    const body = Buffer.concat([gzipSync('one\n'), gzipSync('two')]);
    const blobs = memoryBlobs({ 'a.gz': body }, 5);
    expect(await read(blobs, 'a.gz', 0, body.length)).toEqual({ text: 'one\ntwo', told: body.length });
  });

  test.each([
    ['cut off', gzipSync('x'.repeat(1000)).subarray(0, 20)],
    ['none', Buffer.from('plain text')],
  ])('fails with its name when it is %s', async (_, body) => {
    const blobs = memoryBlobs({ 'a.gz': body });
    await expect(read(blobs, 'a.gz', 0, body.length)).rejects.toThrow(/^a\.gz is not a complete gzip file: /);
  });
});
