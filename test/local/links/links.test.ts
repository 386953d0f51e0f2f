// Short links over HTTP: claiming, redirecting to the very URL, listing and deleting, each owner's links apart.
import { describe, expect, test } from '@jest/globals';
import { hostileUrls } from '../../hostile-urls.ts';
import { ask, bounded, eventually, newLink, newPerson, unique } from '../kit/client.ts';

const person = await newPerson();
const stranger = await newPerson();

describe('making a link', () => {
  test('answers with a code of seven base62 characters and keeps the URL as it was given', async () => {
    const url = 'https://Example.com:443/a/../b?x=%7e&y=%C3%A4#Frag';
    const link = await newLink(person, { url });
    expect(link).toEqual({
      code: expect.stringMatching(/^[0-9A-Za-z]{7}$/),
      shortUrl: expect.stringMatching(new RegExp(`/${link.code}$`)),
      url,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      expiresAt: null,
      permanent: false,
    });
  });

  test('of 50 who claim one alias at the same time, one wins', async () => {
    const alias = `race-${unique()}`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const claim = {
          token: person.token,
          body: { url: `https://example.com/${i}`, alias },
          headers: { 'idempotency-key': unique() },
          direct: true,
        };
        // Fifty cold starts on two cores may take longer than the service or the gateway waits: a client retries a 5xx.
        return eventually(
          () => ask('POST', '/api/links', claim),
          ({ status, body }) => status < 500 && body.code !== 'IDEMPOTENCY_IN_FLIGHT',
          50_000,
        );
      }),
    );
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'ALIAS_TAKEN')).toHaveLength(49);
    const followed = await ask('GET', `/${alias}`);
    expect(followed.headers.location).toBe(won[0]?.body.url);
  });

  test('decodes no body in another charset as what it is not, and reads past a byte order mark', async () => {
    const made = (body: string | Buffer, type = 'application/json') =>
      ask('POST', '/api/links', { token: person.token, body, headers: { 'content-type': type } });
    const latin1 = Buffer.from('{"url":"https://example.com/straße"}', 'latin1');
    for (const type of ['application/json', 'application/json; charset=iso-8859-1']) {
      const { status, body } = await made(latin1, type);
      expect([status, body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
    const marked = await made('\ufeff{"url":"https://example.com/straße\ufffd"}');
    expect([marked.status, marked.body.url]).toEqual([201, 'https://example.com/straße\ufffd']);
  });

  test('refuses every hostile URL, and says so alike', async () => {
    // The service's own host differs from deployment to deployment.
    const urls = hostileUrls.flatMap(([reason, each]) => (reason === 'own' ? [] : each));
    const refused = await bounded(8, urls, async (url) => {
      const { status, body } = await ask('POST', '/api/links', { token: person.token, body: { url } });
      // Empty and overlong URLs do not reach the policy.
      const code = url.length === 0 || url.length > 2048 ? 'VALIDATION_FAILED' : 'URL_NOT_ALLOWED';
      return status === 400 && body.code === code;
    });
    expect(urls.filter((_, i) => !refused[i])).toEqual([]);
    expect(urls.length).toBeGreaterThan(40);
  });

  test('refuses a link to itself', async () => {
    const { shortUrl } = await newLink(person);
    const answer = await ask('POST', '/api/links', { token: person.token, body: { url: shortUrl } });
    expect([answer.status, answer.body.code]).toEqual([400, 'URL_NOT_ALLOWED']);
  });

  test('takes an expiry with any offset, and answers it in UTC', async () => {
    const link = await newLink(person, { expiresAt: '2999-01-01T01:30:00+01:30' });
    expect(link.expiresAt).toBe('2999-01-01T00:00:00.000Z');
  });

  test('refuses an expiry in the past, a reserved alias and a short one', async () => {
    const tries = [{ expiresAt: '2020-01-01T00:00:00Z' }, { alias: 'assets' }, { alias: 'abc' }];
    const codes = [];
    for (const wish of tries) {
      const { body } = await ask('POST', '/api/links', {
        token: person.token,
        body: { url: 'https://example.com', ...wish },
      });
      codes.push(body.code);
    }
    expect(codes).toEqual(['EXPIRY_IN_PAST', 'ALIAS_RESERVED', 'VALIDATION_FAILED']);
  });
});

describe('following a link', () => {
  test.each([
    'https://example.com/a%20b?q=%C3%BC&z=1#part',
    'HTTPS://EXAMPLE.com:443/../x//y;p?&&=',
    'https://example.com/~!$&\'()*+,;=:@%2f[]{}|^`"<>',
  ])('redirects to the exact bytes of %s', async (url) => {
    const { code } = await newLink(person, { url });
    const answer = await ask('GET', `/${code}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe(url);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('redirects to a URL beyond ASCII by its ASCII name, and shows it as it was given', async () => {
    const url = 'https://bücher.example/straße/日本語?q=ä#é';
    const { code } = await newLink(person, { url });
    expect((await ask('GET', `/api/links/${code}`, { token: person.token })).body.url).toBe(url);
    expect((await ask('GET', `/${code}`)).headers.location).toBe(
      'https://xn--bcher-kva.example/stra%C3%9Fe/%E6%97%A5%E6%9C%AC%E8%AA%9E?q=%C3%A4#%C3%A9',
    );
  });

  test('a slash after the code changes nothing', async () => {
    const { code, url } = await newLink(person);
    for (const path of [`/${code}/`, `/${code}/?from=mail`]) {
      const answer = await ask('GET', path);
      expect([answer.status, answer.headers.location]).toEqual([302, url]);
    }
  });

  test('a permanent link is a 301', async () => {
    const { code, url } = await newLink(person, { permanent: true });
    const answer = await ask('GET', `/${code}`);
    expect([answer.status, answer.headers.location]).toEqual([301, url]);
  });

  test('a deleted link is gone for good: 410, and its alias is never given out again', async () => {
    const alias = `gone-${unique()}`;
    await newLink(person, { alias });
    expect((await ask('DELETE', `/api/links/${alias}`, { token: person.token })).status).toBe(204);
    expect((await ask('DELETE', `/api/links/${alias}`, { token: person.token })).status).toBe(204);
    const answer = await ask('GET', `/${alias}`);
    expect([answer.status, answer.body.code]).toEqual([410, 'LINK_GONE']);
    const again = await ask('POST', '/api/links', {
      token: stranger.token,
      body: { url: 'https://example.com', alias },
    });
    expect(again.body.code).toBe('ALIAS_TAKEN');
    const own = await ask('GET', `/api/links/${alias}`, { token: person.token });
    expect(own.body.code).toBe('LINK_GONE');
  });

  test('a cached link is gone within the staleness bound of five seconds', async () => {
    const { code } = await newLink(person);
    expect((await ask('GET', `/${code}`)).status).toBe(302);
    const deletedAt = performance.now();
    await ask('DELETE', `/api/links/${code}`, { token: person.token });
    const { status } = await eventually(
      () => ask('GET', `/${code}`),
      (answer) => answer.status === 410,
      7_000,
    );
    expect(status).toBe(410);
    expect(performance.now() - deletedAt).toBeLessThan(7_000);
  });

  test('an expired link is 410 at the moment it expires, cached or not', async () => {
    const expiresAt = new Date(Date.now() + 2_000).toISOString();
    const { code } = await newLink(person, { expiresAt });
    expect((await ask('GET', `/${code}`)).status).toBe(302);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(expiresAt) - Date.now() + 50)));
    expect((await ask('GET', `/${code}`)).status).toBe(410);
  });

  test('a browser gets a small page, others a problem', async () => {
    const page = await ask('GET', '/nosuch1', { headers: { accept: 'text/html,*/*' } });
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    const problem = await ask('GET', '/nosuch1');
    expect([problem.status, problem.headers['content-type'], problem.body.code]).toEqual([
      404,
      'application/problem+json',
      'NOT_FOUND',
    ]);
  });
});

describe('own links', () => {
  test('are listed newest first, page by page, without gap or duplicate', async () => {
    const owner = await newPerson();
    const codes: string[] = [];
    for (let i = 0; i < 5; i++) codes.unshift((await newLink(owner)).code);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await ask('GET', `/api/links?limit=2${cursor && `&cursor=${cursor}`}`, { token: owner.token });
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ code }: { code: string }) => code));
      cursor = body.cursor ?? '';
    } while (cursor);
    expect(seen).toEqual(codes);
  });

  test('a cursor serves its owner only', async () => {
    await newLink(person);
    await newLink(person);
    const { body } = await ask('GET', '/api/links?limit=1', { token: person.token });
    const stolen = await ask('GET', `/api/links?limit=1&cursor=${body.cursor}`, { token: stranger.token });
    expect([stolen.status, stolen.body.code]).toEqual([400, 'INVALID_CURSOR']);
  });

  test('are asked for by what can be a code: another text is refused before it becomes a key', async () => {
    for (const code of ['a'.repeat(3000), 'abc', 'a_bcd', '%00%00%00%00']) {
      const { status, body } = await ask('GET', `/api/links/${code}`, { token: person.token });
      expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
    }
  });

  test('are nobody else’s to read, to delete or to count', async () => {
    const { code, url } = await newLink(person);
    const answers = await Promise.all([
      ask('GET', `/api/links/${code}`, { token: stranger.token }),
      ask('DELETE', `/api/links/${code}`, { token: stranger.token }),
      ask('GET', `/api/links/${code}/stats`, { token: stranger.token }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const none = await ask('GET', '/api/links/nosuch1', { token: stranger.token });
    const shown = ({ requestId, ...body }: Record<string, unknown>) => body;
    expect(shown(answers[0].body)).toEqual(shown(none.body));
    expect((await ask('GET', `/${code}`)).headers.location).toBe(url);
  });
});
