// The corpus consists of documents that search accepts, each with a unique id.
import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { PublishDocument } from '../../lambdas/search/contract.ts';
import { corpus, proseOf } from './documents.ts';

test('is the prose of this project, as search takes it', () => {
  const all = corpus();
  const ids = all.map(({ documentId }) => documentId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(['readme', 'docs.tour.the-house', 'lambdas.orders.readme']));
  expect(all.flatMap((prose) => z.safeParse(PublishDocument, prose).error?.issues ?? [])).toEqual([]);
  expect(all.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(250_000);
});

test('is shown as plain text', () => {
  const text = '# T\n\n| a | `b` |\n| --- | --- |\n| [c](d.md) | **e** |\n\n```ts\nconst f = 1;\n```\n';
  expect(proseOf('README.md', text)[0]?.text).toBe('a · b\n\nc · e\n\nconst f = 1;');
});

test('a document is its title and what follows; the long ones are cut into their sections', () => {
  const text = '# A title\n\nIt begins. <img src="x.png">\n\n## One `thing`\n\nMore.\n';
  expect(proseOf('docs/decisions/0001-house.md', text)).toEqual([
    { documentId: 'docs.decisions.0001-house', title: 'A title', text: 'It begins. \n\nOne thing\n\nMore.' },
  ]);
  expect(proseOf('docs/tour.md', text)).toEqual([
    { documentId: 'docs.tour', title: 'A title', text: 'It begins.' },
    { documentId: 'docs.tour.one-thing', title: 'A title: One thing', text: 'More.' },
  ]);
});
