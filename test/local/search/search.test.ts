// Search over HTTP: published documents are found within seconds, best first, page by page.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { found, idsOf as ids, noticed, search } from '../../search/deployed.ts';
import { ask, newPerson, type Person, unique } from '../kit/client.ts';

let merchant: Person;
let rival: Person;
let admin: Person;
beforeAll(async () => {
  [merchant, rival, admin] = await Promise.all([newPerson('merchant'), newPerson('merchant'), newPerson('admin')]);
});

interface Wish {
  readonly documentId: string;
  readonly title: string;
  readonly text: string;
  readonly url?: string;
}
const publish = (documents: readonly Wish[], by = merchant) =>
  ask('POST', '/api/search/documents', { token: by.token, body: { documents } });
const remove = (documentId: string, by = merchant) =>
  ask('DELETE', `/api/search/documents/${documentId}`, { token: by.token });
describe('a published document', () => {
  test('is found within seconds, with what it is about, and changed and removed as fast', async () => {
    const [documentId, mark] = [`d-${unique()}`, `w${unique()}`];
    const wish = {
      documentId,
      title: `A saga of ${mark}`,
      url: '/docs/saga',
      text: `It is undone\nin reverse: ${mark}!`,
    };
    const made = await publish([wish]);
    expect([made.status, made.body]).toEqual([202, { items: [{ documentId, version: 1, changed: true }] }]);
    const startedMs = performance.now();
    const { status, body } = await found(mark, 1);
    expect([status, body]).toEqual([
      200,
      {
        items: [
          {
            documentId,
            url: '/docs/saga',
            title: { text: wish.title, highlights: [{ from: 10, to: 23 }] },
            snippet: { text: `It is undone in reverse: ${mark}!`, highlights: [{ from: 25, to: 38 }] },
            score: expect.any(Number),
          },
        ],
        total: 1,
      },
    ]);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    const read = await ask('GET', `/api/search/documents/${documentId}`);
    expect([read.status, read.body]).toEqual([200, { ...wish, version: 1, updatedAt: expect.stringMatching(/Z$/) }]);

    const other = `w${unique()}`;
    expect((await publish([{ ...wish, title: other, text: other }])).body.items[0].version).toBe(2);
    expect(ids(await found(other, 1))).toEqual([documentId]);
    expect((await search(mark)).body).toEqual({ items: [], total: 0 });

    expect([(await remove(documentId)).status, (await remove(documentId)).status]).toEqual([204, 204]);
    expect((await found(other, 0)).body).toEqual({ items: [], total: 0 });
    expect((await ask('GET', `/api/search/documents/${documentId}`)).status).toBe(404);

    expect((await publish([wish])).body.items[0].version).toBe(4);
    expect(ids(await found(mark, 1))).toEqual([documentId]);
  });

  test('that is so already is not published again', async () => {
    const wish = { documentId: `d-${unique()}`, title: 'The same', text: 'as before' };
    const [first, second] = [await publish([wish]), await publish([wish, wish])];
    expect(first.body.items).toEqual([{ documentId: wish.documentId, version: 1, changed: true }]);
    expect(second.body.items).toEqual([{ documentId: wish.documentId, version: 1, changed: false }]);
  });

  test('is its publisher’s to change, and an administrator’s', async () => {
    const wish = { documentId: `d-${unique()}`, title: 'Mine', text: 'and not yours' };
    await publish([wish]);
    const answers = [await publish([{ ...wish, text: 'now mine' }], rival), await remove(wish.documentId, rival)];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [403, 'FORBIDDEN']));
    const customer = await newPerson();
    expect((await publish([wish], customer)).body.code).toBe('FORBIDDEN');
    expect((await ask('POST', '/api/search/documents', { body: { documents: [wish] } })).status).toBe(401);
    expect((await publish([{ ...wish, text: 'by the admin' }], admin)).body.items[0].version).toBe(2);
    expect((await remove(`d-${unique()}`)).body.code).toBe('NOT_FOUND');
  });

  test('keeps its highest version, of eight who change it at once', async () => {
    const [documentId, mark] = [`d-${unique()}`, `w${unique()}`];
    const wishes = Array.from({ length: 8 }, (_, i) => ({
      documentId,
      title: `try ${i}`,
      text: `${mark} ${mark}${i}`,
    }));
    const answers = await Promise.all(wishes.map((wish) => publish([wish])));
    expect(answers.map(({ body }) => body.items[0].version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const { body } = await ask('GET', `/api/search/documents/${documentId}`);
    expect(body.version).toBe(8);
    const last = body.text.split(' ')[1];
    expect(ids(await found(last, 1))).toEqual([documentId]);
    for (const { text } of wishes)
      expect((await search(text.split(' ')[1] ?? '')).body.total).toBe(text.endsWith(last) ? 1 : 0);
  });
});

describe('a query', () => {
  const mark = `w${unique()}`;
  const shelf = (name: string, text: string): Wish => ({
    documentId: `${name}-${mark}`,
    title: name,
    text: `${mark} ${text}`,
  });
  const shown = async (q: string) => ids(await search(`${mark} ${q}`)).map((id) => id.split('-')[0]);
  beforeAll(async () => {
    const documents = [
      shelf('short', 'The saga is undone in reverse.'),
      shelf('long', `A saga. ${'It has many more steps. '.repeat(30)}`),
      shelf('other', 'Undone? Reverse! An event-driven cache.'),
    ];
    expect((await publish(documents)).status).toBe(202);
    expect((await found(mark, 3)).body.total).toBe(3);
    await noticed();
  });

  test('finds by every word, by one of two, by phrase, without a word, and by a beginning; the best first', async () => {
    expect(await shown('saga')).toEqual(['short', 'long']);
    expect(await shown('SAGA undone')).toEqual(['short']);
    expect(await shown('saga OR cache')).toEqual(['other', 'short', 'long']);
    expect(await shown('"undone in reverse"')).toEqual(['short']);
    expect(await shown('undone -saga')).toEqual(['other']);
    expect(await shown('event-driven')).toEqual(['other']);
    expect(await shown('driv*')).toEqual(['other']);
    expect(await shown('driv')).toEqual([]);
  });

  test('comes in pages; a cursor goes on in the index as it was, whatever is published meanwhile', async () => {
    const first = await search(mark, '&limit=2');
    expect([first.body.items.length, first.body.total]).toEqual([2, 3]);
    await publish([{ documentId: `new-${mark}`, title: mark, text: mark }]);
    await found(mark, 4);
    const second = await search(mark, `&limit=2&cursor=${first.body.cursor}`);
    expect([second.status, second.body.items.length, second.body.total, second.body.cursor]).toEqual([
      200,
      1,
      3,
      undefined,
    ]);
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(3);
    expect([...ids(first), ...ids(second)]).not.toContain(`new-${mark}`);
    await remove(`new-${mark}`);
    await found(mark, 3);
  });

  test('a cursor serves its own query only, as it was given', async () => {
    const { body } = await search(mark, '&limit=1');
    const answers = [
      await search(`${mark} saga`, `&limit=1&cursor=${body.cursor}`),
      await search(mark, `&limit=1&cursor=${body.cursor.slice(0, -2)}`),
      await search(mark, '&limit=1&cursor=abc'),
    ];
    expect(answers.map(({ status, body: { code } }) => [status, code])).toEqual(
      answers.map(() => [400, 'INVALID_CURSOR']),
    );
  });

  test.each([
    ['', 400, 'VALIDATION_FAILED'],
    ['x'.repeat(201), 400, 'VALIDATION_FAILED'],
    ['-saga', 400, 'QUERY_WITHOUT_WORDS'],
    ['"" * () --', 400, 'QUERY_WITHOUT_WORDS'],
    ['a '.repeat(17), 400, 'QUERY_TOO_LONG'],
    ['"'.repeat(200), 400, 'QUERY_WITHOUT_WORDS'],
    ["'; DROP TABLE documents; -- <script>", 200, undefined],
    ['\u0000\u202e$where {"a":1} ../../etc/passwd', 200, undefined],
    ['e\u0301'.repeat(100), 200, undefined],
    ['__proto__ constructor', 200, undefined],
  ])('of a hostile kind is answered as any other: %j', async (q, status, code) => {
    const answer = await search(q);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

test('the project’s own documents are there, as npm start publishes them', async () => {
  expect(ids(await search('"transactional outbox"'))).toEqual(
    expect.arrayContaining([expect.stringMatching(/^docs\.tour/)]),
  );
});
