// Rate limits, lowered for these tests and restored.
// @runs alone: it lowers everybody's limits for a while
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { bound, configure, secretOf } from '../kit/aws.ts';
import { ask, newLink, newPerson, root, times, unique } from '../kit/client.ts';
import { newShop } from '../orders/shopping.ts';

Object.assign(process.env, {
  AWS_ENDPOINT_URL: root.endpoint,
  AWS_REGION: root.region,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

const LOW = { perAccount: 3, perAddress: 10_000 };
const HIGH = { perAccount: 10_000, perAddress: 10_000 };

describe('a limit a minute', () => {
  const undo: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    undo.push(
      await configure('users/http', { [platformBindings.limits]: JSON.stringify({ signIn: LOW, write: HIGH }) }),
    );
    undo.push(
      await configure('links/http', { [platformBindings.limits]: JSON.stringify({ signIn: HIGH, write: LOW }) }),
    );
  });
  afterAll(async () => {
    for (const each of undo) await each();
  });

  test('sign-ins of one account beyond it are refused, with the time to wait; another account is not', async () => {
    const email = `x-${unique()}@example.com`;
    const answers = [];
    for (let i = 0; i < 5; i++)
      answers.push(await ask('POST', '/api/sessions', { body: { email, password: 'Wrong-pass-1' } }));
    // The window slides over the minute's edge, so the edge lets no more through.
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 429, 429]);
    expect(answers[4]?.body.code).toBe('RATE_LIMITED');
    const wait = Number(answers[4]?.headers['retry-after']);
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(120);
    const other = await ask('POST', '/api/sessions', {
      body: { email: `y-${unique()}@example.com`, password: 'Wrong-pass-1' },
    });
    expect(other.status).toBe(401);
  });

  test('writes of one account beyond it are refused, and reads are not', async () => {
    const person = await newPerson();
    for (let i = 0; i < 3; i++) await newLink(person);
    const answer = await ask('POST', '/api/links', { token: person.token, body: { url: 'https://example.com' } });
    expect([answer.status, answer.body.code]).toEqual([429, 'RATE_LIMITED']);
    expect((await ask('GET', '/api/links', { token: person.token })).status).toBe(200);
  });

  test('a revoked token does not use up the limit of its user', async () => {
    const { email, password, token } = await newPerson();
    await ask('DELETE', '/api/sessions', { token });
    const change = { body: { url: 'https://example.com' } };
    for (let i = 0; i < 5; i++) expect((await ask('POST', '/api/links', { token, ...change })).status).toBe(401);
    const session = await ask('POST', '/api/sessions', { body: { email, password } });
    expect((await ask('POST', '/api/links', { token: session.body.accessToken, ...change })).status).toBe(201);
  });
});

describe('a limit an address', () => {
  let undo: () => Promise<void>;
  beforeAll(async () => {
    undo = await configure('users/http', {
      LIMITS: JSON.stringify({ signIn: { perAccount: 10_000, perAddress: 1 }, write: HIGH }),
    });
  });
  afterAll(() => undo());

  test('no header of the caller’s makes another address of it', async () => {
    const statuses = [];
    for (let i = 0; i < 4; i++) {
      const headers = {
        'x-viewer-address': `198.51.100.${i}`,
        'x-forwarded-for': `198.51.100.${i}`,
        'x-origin-secret': 'guess',
      };
      const body = { email: `z-${unique()}@example.com`, password: 'Wrong-pass-1' };
      statuses.push((await ask('POST', '/api/sessions', { body, headers, direct: i % 2 === 0 })).status);
    }
    expect(statuses.slice(1)).toEqual([429, 429, 429]);
  });
});

describe('orders of the monolith, which call our own API', () => {
  /** A tenth of the limits on AWS: 13 customers stand for 130. */
  const tenth = JSON.stringify({ write: { perAccount: 6, perAddress: 12 } });
  const undo: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    for (const id of ['legacy/http', 'cart/http', 'orders/http'])
      undo.push(await configure(id, { [platformBindings.limits]: tenth }));
  });
  afterAll(async () => {
    for (const each of undo) await each();
  });

  const send = (form: Record<string, string>, headers: Record<string, string>) =>
    ask('POST', '/legacy/orders', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ ord_ref: `L-${unique()}`, pay_cd: '01', qty_1: '1', ...form }).toString(),
      direct: true,
    });

  test('count at each customer’s address, not at the one of the function that calls', async () => {
    const shop = await newShop(100);
    const customers = await times(13, () => newPerson());
    const secret = await secretOf('legacy/http', platformBindings.appSecret);
    const answers = await times(13, (i) =>
      send(
        { cust_tok: customers[i]?.token ?? '', itm_1: shop.productId },
        { 'x-origin-secret': secret, 'x-viewer-address': `198.51.100.${i}` },
      ),
    );
    expect(answers.map(({ status, body }) => [status, body.rc])).toEqual(answers.map(() => [200, '00']));
  }, 60_000);

  test('count at the sender’s address when the CDN did not vouch for another', async () => {
    const form = { cust_tok: 'not.a.token', itm_1: 'NoSuchProduct000' };
    const statuses = [];
    for (let i = 0; i < 14; i++) {
      const headers = { 'x-origin-secret': 'guess', 'x-viewer-address': `198.51.100.${i}` };
      statuses.push((await send(form, headers)).status);
    }
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(12);
    expect(statuses.at(-1)).toBe(429);
  });
});

test('the sliding window lets no more through over a minute’s edge, and forgets after two', async () => {
  const { countRequest } = await import('../../../lambdas/shared/http/limiter.ts');
  process.env[platformBindings.guardTable] = await bound('links/http', platformBindings.guardTable);
  const subject = unique();
  const minute = 29_000_000 * 60_000;
  const passes = (nowMs: number) =>
    countRequest(subject, 10, nowMs).then(
      () => true,
      () => false,
    );
  const at = async (nowMs: number, times: number) => {
    const outcomes = [];
    for (let i = 0; i < times; i++) outcomes.push(await passes(nowMs));
    return outcomes.filter(Boolean).length;
  };
  expect(await at(minute + 59_000, 12)).toBe(10);
  expect(await at(minute + 61_000, 3)).toBe(0);
  expect(await at(minute + 180_000, 12)).toBe(10);
  const parallel = await Promise.all(Array.from({ length: 30 }, () => passes(minute + 600_000)));
  expect(parallel.filter(Boolean)).toHaveLength(10);
});
