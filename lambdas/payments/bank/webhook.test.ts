import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { checkSignature } from './webhook.ts';

const secret = 'shared';
const rawBody = '{"event_id":"e","type":"charge.captured","reference":"order-1"}';
const nowMs = 1_772_352_000_000;
const mac = (timestamp: string, body = rawBody) =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
const check = (timestamp: string | undefined, signature: string | undefined, body = rawBody) => {
  try {
    return checkSignature(secret, { timestamp, signature, rawBody: body }, nowMs);
  } catch (error) {
    return (error as Error).message;
  }
};
const REFUSED = 'WEBHOOK_SIGNATURE_WRONG';

test('gives one name to one signature, however it is spelled', () => {
  const timestamp = String(nowMs);
  expect(check(timestamp, mac(timestamp))).toBe(mac(timestamp));
  expect(check(timestamp, mac(timestamp).toUpperCase())).toBe(mac(timestamp));
});

test('is believed for five minutes, before and after, and no longer', () => {
  for (const [ageMs, believed] of [
    [5 * 60_000, true],
    [5 * 60_000 + 1, false],
    [-5 * 60_000, true],
    [-5 * 60_000 - 1, false],
  ] as const) {
    const timestamp = String(nowMs - ageMs);
    expect([ageMs, check(timestamp, mac(timestamp)) !== REFUSED]).toEqual([ageMs, believed]);
  }
});

test.each([
  ['no headers', undefined, undefined],
  ['no signature', String(nowMs), ''],
  ['half a signature', String(nowMs), mac(String(nowMs)).slice(0, 32)],
  ['more than a signature', String(nowMs), `${mac(String(nowMs))}00`],
  ['another time', String(nowMs + 1), mac(String(nowMs))],
  ['a time in seconds', String(nowMs / 1000), mac(String(nowMs / 1000))],
  ['no number', 'now', mac('now')],
])('refuses %s', (_, timestamp, signature) => {
  expect(check(timestamp, signature)).toBe(REFUSED);
});

test('refuses another body, even if it is the same JSON', () => {
  expect(check(String(nowMs), mac(String(nowMs)), ` ${rawBody}`)).toBe(REFUSED);
});
