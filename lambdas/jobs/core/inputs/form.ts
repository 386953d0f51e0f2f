// The form of an input, decided by its first bytes and never by its name: clients name files as they like.
import { Unreadable } from './unreadable.ts';

/** Bytes that decide. */
export const HEAD_BYTES = 4;

/** How a text begins that has a byte order mark. */
export type Mark = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The longer mark comes first: UTF-32 in little endian begins as UTF-16 does. */
const MARKS: readonly (readonly [Mark | 'utf-32', readonly number[]])[] = [
  ['utf-32', [0xff, 0xfe, 0, 0]],
  ['utf-32', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
];

const beginsWith = (head: Uint8Array, bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte);

/** Throws Unreadable for a text that cannot be decoded; `name` is its display name. */
export function markOf(head: Uint8Array, name: string): Mark | undefined {
  const mark = MARKS.find(([, bytes]) => beginsWith(head, bytes))?.[0];
  if (mark === 'utf-32') throw new Unreadable(`${name} is a text in UTF-32: save it in UTF-8 or UTF-16`);
  return mark;
}

/**
 * RFC 1952: the magic, the method deflate, and no reserved flag. Text never begins so: in UTF-8 the second byte only
 * continues a character.
 */
export const isGzip = (head: Uint8Array): boolean =>
  beginsWith(head, [0x1f, 0x8b, 8]) && ((head[HEAD_BYTES - 1] ?? 0) & 0xe0) === 0;

/** Whether an input can be read only from its beginning; any other may be cut into ranges. Throws as markOf does. */
export const isWhole = (head: Uint8Array, name: string): boolean =>
  isGzip(head) || markOf(head, name)?.startsWith('utf-16') === true;
