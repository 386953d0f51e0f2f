import { expect, test } from '@jest/globals';
import { forgetStreamPositions } from './emulator.ts';

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
