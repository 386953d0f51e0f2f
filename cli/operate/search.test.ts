// Loading a job's output works: an inverted-index job over files makes the same index as their documents.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { invert, searchedText } from '../../lambdas/search/index/inversion.ts';
import { invertParts } from '../../lambdas/search/index/job-parts.ts';
import { smallJob } from '../../test/jobs/small-job.ts';

const words = fc.array(
  fc.oneof(
    fc.constantFrom('saga', 'Saga', 'ΣΊΣΥΦΟΣ', 'straße', "don't", '…', '\n', '\r\n', '数据', 'ｶﾞｽ券', 'café', 'X用a'),
    fc.string({ unit: 'grapheme' }),
  ),
  { maxLength: 30 },
);
/** A job finds words only: no emoji, and none that an invisible character joins. Its U+0345 is folded uncomposed. */
const BEYOND_WORDS = /[\p{ExtPict}\p{RI}\p{EMod}\p{Cf}\p{DI}]|\u20e3|\u0345/gu;
/** A file is bytes: invalid text is replaced in it, so it is replaced here too. */
const text = words.map((all) => Buffer.from(all.join(' ').replaceAll(BEYOND_WORDS, '')).toString());

test.each(['hash', 'range', 'round-robin'] as const)(
  'the output of an inverted-index job, by %s, is the index of its documents',
  async (partitioner) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 }), async (texts) => {
        const documents = texts.map(([title, body], i) => ({ documentId: `d${i}.txt`, title, text: body }));
        const files = Object.fromEntries(documents.map((one) => [one.documentId, searchedText(one)]));
        const { texts: parts } = await smallJob('inverted-index', files, { partitioner, partitions: 3 });
        const loaded = invertParts(
          parts.flatMap((part) => part.split('\n')).filter((line) => line !== ''),
          { collection: 'books', version: 1 },
        );
        // A document without words is in no part.
        const named = documents
          .filter((one) => invert([{ ...one, version: 1 }]).tailFrom > 0)
          .map((one) => ({ ...one, documentId: `books/${one.documentId}`, version: 1 }));
        expect(Buffer.from(loaded.bytes).equals(invert(named).bytes)).toBe(true);
      }),
      { numRuns: 40 },
    );
  },
);
