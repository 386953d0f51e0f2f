// Pushing code past CloudFormation, as far as that needs no cloud.
import { expect, test } from '@jest/globals';
import { pushFunction } from './functions.ts';

test('nothing is pushed to a function that is not deployed, nor of one that is no longer in the sources', async () => {
  expect(await pushFunction('links/redirect', new Map())).toBe(false);
  expect(await pushFunction('gone/http', new Map([['gone/http', { FunctionName: 'gone' }]]))).toBe(false);
});
