// One JSON object per line, with a cause only if one was given.
import { describe, expect, test } from '@jest/globals';
import { writtenLines } from '../../../test/written-lines.ts';
import { log } from './log.ts';

const written = writtenLines();

const line = () => JSON.parse(written.join(''));

describe('log', () => {
  test('marks the first line of an instance as cold, and no other', () => {
    log('info', 'first');
    log('info', 'second');
    expect(written.map((text) => JSON.parse(text).cold)).toEqual([true, undefined]);
  });

  test('writes one line of JSON, whatever is in it', () => {
    log('warn', 'a\nb\r\nc"\u2028', { path: '/\n', count: 2, absent: undefined }, new Error('down\nhere'));
    expect(written).toHaveLength(1);
    expect(written[0]?.match(/[\n\r]/g)).toEqual(['\n']);
    expect(written[0]?.endsWith('}\n')).toBe(true);
    expect(line()).toMatchObject({ level: 'warn', message: 'a\nb\r\nc"\u2028', path: '/\n', count: 2 });
    expect(line()).not.toHaveProperty('absent');
  });

  test('has the time in UTC', () => {
    log('info', 'now');
    expect(line().time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('has no cause and no stack when none was given', () => {
    log('info', 'fine', { status: 200 });
    expect(Object.keys(line()).sort()).toEqual(['level', 'message', 'status', 'time']);
  });

  test('describes a cause with its stack and the causes below it', () => {
    log('error', 'broken', {}, new Error('outer', { cause: new TypeError('inner', { cause: 'the root' }) }));
    const { cause } = line();
    expect(cause).toMatch(/^Error: outer\n\s+at /);
    expect(cause).toContain('\ncaused by TypeError: inner\n');
    expect(cause).toMatch(/caused by the root$/);
  });

  test.each([['text'], [42], [null]])('describes %j, which is not an error', (cause) => {
    log('error', 'broken', {}, cause);
    expect(line().cause).toBe(String(cause));
  });

  test('does not read more of an error than its words: no request, token or body hung on it', () => {
    log('error', 'broken', {}, Object.assign(new Error('down'), { config: { authorization: 'Bearer secret' } }));
    expect(written.join('')).not.toContain('secret');
  });
});
