// Rate limits, lowered for these tests and restored.
// @runs alone: it lowers everybody's limits for a while
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { bound, configure } from '../kit/aws.ts';
import { ask, newLink, newPerson, root, unique } from '../kit/client.ts';

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

test('the sliding window lets no more through over a minute’s edge, and forgets after two', async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: root.endpoint,
    AWS_REGION: root.region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
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
