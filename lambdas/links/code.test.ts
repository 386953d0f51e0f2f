// Codes: equal for the same attempt of an operation, different for any other, of one length and alphabet.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeOf } from './code.ts';
import { CODE_LENGTH } from './resources.ts';

const key = Buffer.alloc(32, 7);
const otherKey = Buffer.alloc(32, 8);
const operationId = fc.oneof(fc.uuid(), fc.base64String({ minLength: 1 }));

describe('a code', () => {
  test('has seven base62 characters', () => {
    fc.assert(
      fc.property(operationId, fc.nat(9), (id, attempt) => {
        expect(codeOf(key, id, attempt)).toMatch(/^[0-9A-Za-z]{7}$/);
      }),
    );
    expect(CODE_LENGTH).toBe(7);
  });

  test('is the same for the same key, operation and attempt', () => {
    fc.assert(
      fc.property(operationId, fc.nat(9), (id, attempt) => {
        expect(codeOf(Buffer.from(key), `${id}`, attempt)).toBe(codeOf(key, id, attempt));
      }),
    );
  });

  test('is the HMAC-SHA256 of operation and attempt, as published links depend on it', () => {
    expect(codeOf(key, 'operation-1', 0)).toMatchInlineSnapshot(`"LD2YumP"`);
    expect(codeOf(key, 'operation-1', 1)).toMatchInlineSnapshot(`"t8GtRLd"`);
  });

  test('differs for another attempt, another operation or another key', () => {
    const codes = new Set<string>();
    for (let operation = 0; operation < 500; operation++) {
      for (let attempt = 0; attempt < 10; attempt++) codes.add(codeOf(key, `operation-${operation}`, attempt));
      codes.add(codeOf(otherKey, `operation-${operation}`, 0));
    }
    expect(codes.size).toBe(500 * 11);
  });

  test('uses all its 62 characters about equally often at every place', () => {
    const seen = Array.from({ length: CODE_LENGTH }, () => new Map<string, number>());
    const samples = 6200;
    for (let operation = 0; operation < samples; operation++) {
      for (const [place, character] of [...codeOf(key, String(operation), 0)].entries()) {
        seen[place]?.set(character, (seen[place]?.get(character) ?? 0) + 1);
      }
    }
    for (const counts of seen) {
      expect(counts.size).toBe(62);
      // 100 expected in each, standard deviation 10.
      for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
    }
  });

  test('can be made longer', () => {
    expect(codeOf(key, 'operation-1', 0, 10)).toMatch(/^[0-9A-Za-z]{10}$/);
  });
});
