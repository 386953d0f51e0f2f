// The redirect's cache: bounded in staleness and size, and never holding a code without a destination.
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Destination } from './destination.ts';
import { DestinationCache, STALE_MS } from './destination-cache.ts';

const destination = (url: string): Destination => ({ url, permanent: false, expiresAtMs: Number.POSITIVE_INFINITY });

const clock = { ms: 0, nowMs: () => clock.ms };
let kept: Map<string, Destination | 'gone'>;
let reads: string[];
let cache: DestinationCache;

beforeEach(() => {
  clock.ms = 1_795_305_600_000;
  kept = new Map();
  reads = [];
  cache = new DestinationCache(async (code) => {
    reads.push(code);
    return kept.get(code) ?? 'unknown';
  }, clock);
});

describe('the destination cache', () => {
  test('reads a code once in five seconds', async () => {
    kept.set('aaaaaaa', destination('https://a.example/'));
    for (let i = 0; i < 5; i++) expect(await cache.get('aaaaaaa')).toEqual(destination('https://a.example/'));
    clock.ms += STALE_MS - 1;
    await cache.get('aaaaaaa');
    expect(reads).toEqual(['aaaaaaa']);
    expect(STALE_MS).toBe(5000);
  });

  test('sees a deleted link five seconds later at the latest, however often it is asked for', async () => {
    kept.set('aaaaaaa', destination('https://a.example/'));
    await cache.get('aaaaaaa');
    kept.set('aaaaaaa', 'gone');
    for (let i = 0; i < 4; i++) {
      clock.ms += 1249;
      expect(await cache.get('aaaaaaa')).toEqual(destination('https://a.example/'));
    }
    clock.ms += 4;
    expect(await cache.get('aaaaaaa')).toBe('gone');
  });

  test('counts staleness from before the read, so that a slow read does not lengthen it', async () => {
    const slow = new DestinationCache(async (code) => {
      reads.push(code);
      clock.ms += 3000;
      return destination('https://a.example/');
    }, clock);
    await slow.get('aaaaaaa');
    clock.ms += 2000;
    await slow.get('aaaaaaa');
    expect(reads).toHaveLength(2);
  });

  test('asks again each time for a code that was unknown, so that it works the moment it is claimed', async () => {
    expect(await cache.get('aaaaaaa')).toBe('unknown');
    kept.set('aaaaaaa', destination('https://a.example/'));
    expect(await cache.get('aaaaaaa')).toEqual(destination('https://a.example/'));
  });

  test('does not keep a code that is gone', async () => {
    kept.set('aaaaaaa', 'gone');
    await cache.get('aaaaaaa');
    await cache.get('aaaaaaa');
    expect(reads).toHaveLength(2);
  });

  test('fails when the read fails, and reads anew the next time', async () => {
    let down = true;
    const shaky = new DestinationCache(async () => {
      if (down) throw new Error('no answer');
      return destination('https://a.example/');
    }, clock);
    await expect(shaky.get('aaaaaaa')).rejects.toThrow('no answer');
    down = false;
    expect(await shaky.get('aaaaaaa')).toEqual(destination('https://a.example/'));
  });

  test('keeps 2,000 codes and drops the one read longest ago for the next', async () => {
    const codes = Array.from({ length: 2001 }, (_, n) => `code-${n}`);
    for (const code of codes) kept.set(code, destination(`https://${code}.example/`));
    for (const code of codes) await cache.get(code);
    reads.length = 0;
    for (const code of codes.slice(1)) await cache.get(code);
    expect(reads).toEqual([]);
    await cache.get('code-0');
    expect(reads).toEqual(['code-0']);
    await cache.get('code-1');
    expect(reads).toEqual(['code-0', 'code-1']);
  });

  test('never answers with what was overwritten more than five seconds before', async () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('get', 'set', 'delete'), fc.nat(2), fc.nat(4000)));
    await fc.assert(
      fc.asyncProperty(steps, async (made) => {
        const history = new Map<string, { fromMs: number; found: Destination | 'gone' | 'unknown' }[]>();
        const now = (code: string) => history.get(code)?.at(-1)?.found ?? 'unknown';
        const own = new DestinationCache(async (code) => now(code), clock);
        for (const [i, [deed, which, laterMs]] of made.entries()) {
          clock.ms += laterMs;
          const code = `code-${which}`;
          const past = history.get(code) ?? [{ fromMs: 0, found: 'unknown' as const }];
          history.set(code, past);
          if (deed === 'set') past.push({ fromMs: clock.ms, found: destination(`https://${i}.example/`) });
          if (deed === 'delete') past.push({ fromMs: clock.ms, found: 'gone' });
          if (deed !== 'get') continue;
          const current = past.filter((_, n) => (past[n + 1]?.fromMs ?? clock.ms) > clock.ms - STALE_MS);
          expect([now(code), ...current.map(({ found }) => found)]).toContainEqual(await own.get(code));
        }
      }),
    );
  });
});
