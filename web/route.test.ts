import { expect, test } from '@jest/globals';
import { parseRoute } from './route.ts';

test.each([
  ['#/sign-up', { view: 'sign-up' }],
  ['#/links/my-Link7', { view: 'clicks', code: 'my-Link7' }],
  ['', { view: 'links' }],
  ['#/links/../api', { view: 'links' }],
  ['#/links/abc', { view: 'links' }],
])('the address %s opens its view, and anything unknown the links', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});
