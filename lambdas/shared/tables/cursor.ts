// Cursors that only their owner can use, on the list they came from: sealed with an HMAC over both.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem, problems } from '../base/problem.ts';

/** `scope` names the user and the query, `links:<userId>`. A cursor opens only under the scope it was sealed with. */
export function sealCursor(key: Buffer, scope: string, position: object): string {
  const text = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${text}.${mac(key, scope, text).toString('base64url')}`;
}

/** The position inside the cursor. Refuses with INVALID_CURSOR unless this service sealed the cursor for this scope. */
export function openCursor<Position extends object>(key: Buffer, scope: string, cursor: string): Position {
  const [text = '', seal = ''] = cursor.split('.');
  const expected = mac(key, scope, text);
  const given = Buffer.from(seal, 'base64url');
  // A second spelling of the same bytes would be a second name for one page.
  const exact = cursor === `${text}.${expected.toString('base64url')}`;
  if (given.length !== expected.length || !timingSafeEqual(given, expected) || !exact) {
    throw new Problem(problems.invalidCursor, 'Start again without a cursor.');
  }
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Position;
}

const mac = (key: Buffer, scope: string, text: string): Buffer =>
  createHmac('sha256', key).update(`${scope}\n${text}`).digest();
