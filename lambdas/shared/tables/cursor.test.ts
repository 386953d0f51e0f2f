// A cursor opens for its owner on its list; nothing else opens at all.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../base/problem.ts';
import { openCursor, sealCursor } from './cursor.ts';

const key = Buffer.alloc(32, 1);
const otherKey = Buffer.alloc(32, 2);
const SCOPE = 'links#user-1';
const position = fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean()));

function refusalOf(open: () => unknown): string {
  try {
    open();
    return 'opened';
  } catch (error) {
    if (error instanceof Problem) return error.type.code;
    throw error;
  }
}

describe('a cursor', () => {
  test('opens to what was sealed, and needs no escaping in a URL', () => {
    fc.assert(
      fc.property(position, fc.string(), (sealed, scope) => {
        const cursor = sealCursor(key, scope, sealed);
        expect(cursor).toMatch(/^[\w-]+\.[\w-]{43}$/);
        expect(JSON.stringify(openCursor(key, scope, cursor))).toBe(JSON.stringify(sealed));
      }),
    );
  });

  test('refuses to open under another scope', () => {
    fc.assert(
      fc.property(position, fc.string(), fc.string(), (sealed, scope, other) => {
        fc.pre(scope !== other);
        const cursor = sealCursor(key, scope, sealed);
        expect(refusalOf(() => openCursor(key, other, cursor))).toBe('INVALID_CURSOR');
      }),
    );
    const cursor = sealCursor(key, SCOPE, { code: 'aaaaaaa' });
    for (const scope of ['links#user-2', 'links#user-1 ', 'links#user-', 'orders#user-1', '']) {
      expect(refusalOf(() => openCursor(key, scope, cursor))).toBe('INVALID_CURSOR');
    }
  });

  test('refuses to open under another key', () => {
    fc.assert(
      fc.property(position, (sealed) => {
        const cursor = sealCursor(otherKey, SCOPE, sealed);
        expect(refusalOf(() => openCursor(key, SCOPE, cursor))).toBe('INVALID_CURSOR');
      }),
    );
  });

  test('refuses any change of any of its characters, other spellings of the same bytes included', () => {
    const cursor = sealCursor(key, SCOPE, { code: 'aaaaaaa', createdAtMs: 1 });
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \n';
    for (let at = 0; at < cursor.length; at++) {
      for (const character of alphabet) {
        if (character === cursor[at]) continue;
        const changed = cursor.slice(0, at) + character + cursor.slice(at + 1);
        expect(refusalOf(() => openCursor(key, SCOPE, changed))).toBe('INVALID_CURSOR');
      }
    }
  });

  test('refuses cuts, additions and parts of two cursors', () => {
    const cursor = sealCursor(key, SCOPE, { code: 'aaaaaaa' });
    const [text = '', seal = ''] = sealCursor(key, SCOPE, { code: 'bbbbbbb' }).split('.');
    const [ownText = '', ownSeal = ''] = cursor.split('.');
    const forged = [
      ...Array.from(cursor, (_, end) => cursor.slice(0, end)),
      ...Array.from(cursor, (_, start) => cursor.slice(start + 1)),
      ...['.', '=', ' ', '\n', 'A', '.A', '\u0000'].flatMap((more) => [cursor + more, more + cursor]),
      `${text}.${ownSeal}`,
      `${ownText}.${seal}`,
      `${ownText}.${ownSeal}.${ownSeal}`,
      `${ownText}..${ownSeal}`,
      `${ownSeal}.${ownText}`,
    ];
    for (const cursorLike of forged) {
      expect(refusalOf(() => openCursor(key, SCOPE, cursorLike))).toBe('INVALID_CURSOR');
    }
  });

  test('refuses whatever was never sealed, and fails in no other way', () => {
    const part = fc.oneof(fc.base64String(), fc.string({ unit: 'binary' }), fc.json());
    const garbage = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(part, part).map(([text, seal]) => `${text}.${seal}`),
      part.map((text) => `${Buffer.from(text).toString('base64url')}.${'A'.repeat(43)}`),
      fc.constantFrom('', '.', '..', 'e30.', 'e30.AA', 'null', '__proto__.constructor'),
    );
    fc.assert(
      fc.property(garbage, (cursor) => {
        expect(refusalOf(() => openCursor(key, SCOPE, cursor))).toBe('INVALID_CURSOR');
      }),
      { numRuns: 500 },
    );
  });
});
