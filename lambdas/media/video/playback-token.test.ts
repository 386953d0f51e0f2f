// The URL of a private video opens that video until it expires, and nothing else does.
import { expect, test } from '@jest/globals';
import { openToken, PLAYBACK_SECONDS, playbackUrl } from './playback-token.ts';

const key = Buffer.alloc(32, 1);
const site = { publicUrl: 'https://x', key };
const id = '0123456789abcdef0123';
const now = 1_700_000_100_000;
const tokenAt = (nowMs: number, mediaId = id): string =>
  playbackUrl(site, mediaId, 'f.m3u8', nowMs).split('/').at(-2) ?? '';

test('opens what it was made for, until it is over; the same for some minutes', () => {
  expect(playbackUrl(site, id, 'f.m3u8', now)).toMatch(/^https:\/\/x\/api\/media\/playback\/[\w.-]+\/f\.m3u8$/);
  expect(playbackUrl(site, id, 'f.mpd', now)).toMatch(/^https:\/\/x\/api\/media\/dash\/[\w.-]+\/f\.mpd$/);
  const token = tokenAt(now);
  expect(openToken(key, token, now)).toBe(id);
  const left = PLAYBACK_SECONDS * 1000 - (now % 600_000);
  expect(openToken(key, token, now + left - 1)).toBe(id);
  expect(openToken(key, token, now + left)).toBeUndefined();
  expect(tokenAt(now + 599_999 - (now % 600_000))).toBe(token);
  expect(tokenAt(now + 600_000)).not.toBe(token);
});

test('lasts the promised hour, whenever it is given', () => {
  for (const ms of [0, 1, 299_999, 599_999]) {
    const given = now - (now % 600_000) + ms;
    expect([ms, openToken(key, tokenAt(given), given + 3_600_000 - 1)]).toEqual([ms, id]);
  }
  expect(openToken(key, tokenAt(now), now + 3_600_000 + 600_000)).toBeUndefined();
});

test('another media item, another time, another key or no seal opens nothing', () => {
  const [media = '', expires = '', seal = ''] = tokenAt(now).split('.');
  for (const token of [
    `${media.replace('0', '1')}.${expires}.${seal}`,
    `${media}.${Number(expires) + 1}.${seal}`,
    `${media}.${expires}.`,
    `${media}.${expires}.${seal}A`,
    `${media}.${expires}`,
    `${media}.NaN.${seal}`,
    '',
  ])
    expect([token, openToken(key, token, now)]).toEqual([token, undefined]);
  expect(openToken(Buffer.alloc(32, 2), tokenAt(now), now)).toBeUndefined();
});
