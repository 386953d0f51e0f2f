// Pieces, wherever they are cut, hold every line once and whole.

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type MemoryBlobs, memoryBlobs } from '../../../../test/jobs/memory-blobs.ts';
import type { Blobs } from '../blobs.ts';
import { Unreadable } from '../inputs/unreadable.ts';
import { readPiece } from './read-piece.ts';

async function read(
  blobs: Blobs & Pick<MemoryBlobs, 'objects'>,
  key: string,
  from: number,
  to: number,
  isDecoded = false,
) {
  const size = await blobs.size(key);
  const chunks: Uint8Array[] = [];
  let told = 0;
  for await (const { at, chunk } of readPiece(blobs, { key, from, to, size }, (bytes) => {
    told += bytes;
  })) {
    if (!isDecoded)
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
    const blobs = memoryBlobs({ 'a.txt': body }, 5);
    expect(await read(blobs, 'a.txt', 0, body.length, true)).toEqual({ text: 'one\ntwo', told: body.length });
  });

  test.each([
    ['cut off', gzipSync('x'.repeat(1000)).subarray(0, 20)],
    ['broken', gzipSync('x'.repeat(1000)).fill(0xaa, 12, 20)],
  ])('fails with its name when it is %s', async (_, body) => {
    const blobs = memoryBlobs({ 'a.gz': body });
    const failing = read(blobs, 'a.gz', 0, body.length, true);
    await expect(failing).rejects.toThrow(/^a\.gz is not a complete gzip file: /);
    await expect(failing).rejects.toBeInstanceOf(Unreadable);
  });

  test('whose bytes did not come is not called broken: another attempt may get them', async () => {
    const body = gzipSync('text');
    const blobs = memoryBlobs({ 'a.gz': body });
    const cut = { ...blobs, read: () => cutOff() };
    async function* cutOff(): AsyncIterable<Uint8Array> {
      yield body.subarray(0, 10);
      throw new Error('aborted');
    }
    await expect(read(cut, 'a.gz', 0, body.length)).rejects.toThrow(/^aborted$/);
  });
});

test('a text that is left early, or cannot be decoded, is not read on', async () => {
  for (const [body, first] of [
    ['one\ntwo\n', 1],
    [gzipSync('one\ntwo\n'), 1],
    [gzipSync(Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0])), 0],
  ] as const) {
    let ended = 0;
    const inner = memoryBlobs({ file: body }, 5);
    async function* watched(key: string): AsyncIterable<Uint8Array> {
      try {
        yield* inner.read(key);
      } finally {
        ended += 1;
      }
    }
    const [size, parts] = [await inner.size('file'), [] as Uint8Array[]];
    const reading = async () => {
      const piece = { key: 'file', from: 0, to: size, size };
      for await (const { chunk } of readPiece({ ...inner, read: watched }, piece)) {
        parts.push(chunk);
        break;
      }
    };
    await (first === 0 ? expect(reading()).rejects.toThrow('UTF-32') : reading());
    expect([parts.length, ended]).toEqual([first, 1]);
  }
});

describe('a byte order mark', () => {
  const mark = Buffer.from('\ufeff');

  test.each([1, 2, 3, 4, 1000])(
    'of UTF-8 is no data, read by %d bytes, and offsets stay those of the file',
    async (chunk) => {
      const blobs = memoryBlobs({ file: '\ufeffone\ntwo\n\ufeffthree' }, chunk);
      const size = await blobs.size('file');
      expect((await read(blobs, 'file', 0, size)).text).toBe('one\ntwo\n\ufeffthree');
      for (const cut of [1, 2, 3, 4, 7, 8, 10, 12]) {
        const texts = [await read(blobs, 'file', 0, cut), await read(blobs, 'file', cut, size)].map(({ text }) => text);
        expect(texts.join('')).toBe('one\ntwo\n\ufeffthree');
      }
    },
  );

  test.each([mark, mark.subarray(0, 1), mark.subarray(0, 2)])('alone, or a part of one, is %j', async (body) => {
    const { text } = await read(memoryBlobs({ file: body }, 1), 'file', 0, body.length);
    expect(text).toBe(body.length === 3 ? '' : body.toString());
  });

  test.each([1, 2, 3, 5, 1000])('of UTF-16 says how the text is decoded, read by %d bytes', async (chunk) => {
    const text = 'one\r\nä東𝒳\ntwo';
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const body of [little, Buffer.from(little).swap16()]) {
      const blobs = memoryBlobs({ file: body }, chunk);
      expect(await read(blobs, 'file', 0, body.length, true)).toEqual({ text, told: body.length });
      // A unit cut in half, and half a pair, are characters that cannot be decoded.
      const odd = memoryBlobs({ file: body.subarray(0, -1) }, chunk);
      expect((await read(odd, 'file', 0, body.length - 1, true)).text).toBe(`${text.slice(0, -1)}\ufffd`);
    }
  });
});

describe('an object that was replaced since the job was planned', () => {
  test.each([
    [0, 3],
    [3, 8],
    [0, 8],
  ])('is not read from %d to %d', async (from, to) => {
    const blobs = memoryBlobs({ key: 'abcdefgh' });
    const piece = { key: 'key', name: 'a.txt', size: 8, from, to, etag: blobs.etag('key') };
    blobs.objects.set('key', Buffer.from('ABCDEFGH'));
    const reading = async () => {
      for await (const part of readPiece(blobs, piece)) expect(part).toBeUndefined();
    };
    await expect(reading()).rejects.toThrow(/^a\.txt was replaced$/);
    await expect(reading()).rejects.toBeInstanceOf(Unreadable);
  });
});
