import { expect, test } from '@jest/globals';
import { forgetStreamPositions, moveUrls } from './emulator.ts';

test('only the table-stream positions are forgotten', () => {
  const state = {
    __ministack_format__: 2,
    payload: { functions: { a: 1 }, dynamodb_stream_positions: { b: 7 }, kinesis_positions: { c: 1 } },
  };
  expect(JSON.parse(forgetStreamPositions(JSON.stringify(state)))).toEqual({
    __ministack_format__: 2,
    payload: { functions: { a: 1 }, kinesis_positions: { c: 1 } },
  });
});

test('what names the old port names the new one, and nothing else is changed', () => {
  const kept =
    '["http://localhost:4566/000/q","http://127.0.0.1:4566","http://x.cloudfront.localhost:4566/","localhost:4566","//localhost:45661"]';
  expect(JSON.parse(moveUrls(kept, 4566, 4576))).toEqual([
    'http://localhost:4576/000/q',
    'http://127.0.0.1:4576',
    'http://x.cloudfront.localhost:4576/',
    'localhost:4566',
    '//localhost:45661',
  ]);
});
