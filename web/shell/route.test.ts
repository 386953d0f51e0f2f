import { expect, test } from '@jest/globals';
import { parseRoute } from './route.ts';

test.each([
  ['#/sign-up', { view: 'sign-up' }],
  ['#/links/my-Link7', { view: 'clicks', code: 'my-Link7' }],
  ['', { view: 'home' }],
  ['#/links', { view: 'links' }],
  ['#/links/top', { view: 'top' }],
  ['#/api', { view: 'api' }],
  ['#/api/createLink', { view: 'api', operation: 'createLink' }],
  ['#/api/', { view: 'home' }],
  ['#/search', { view: 'search' }],
  ['#/search?q=a+%22b+c%22', { view: 'search', query: 'a "b c"' }],
  ['#/search/docs.tour.the-house', { view: 'document', documentId: 'docs.tour.the-house' }],
  ['#/search/../api', { view: 'home' }],
  ['#/jobs', { view: 'jobs' }],
  ['#/media', { view: 'media' }],
  ['#/media/0123456789abcdef0123', { view: 'one-media', mediaId: '0123456789abcdef0123' }],
  ['#/media/0123456789abcdef012', { view: 'home' }],
  ['#/jobs/0123456789abcdef0123', { view: 'job', jobId: '0123456789abcdef0123' }],
  ['#/jobs/0123456789ABCDEF0123', { view: 'home' }],
  ['#/cart', { view: 'shop', page: { name: 'cart' } }],
  ['#/links/../api', { view: 'home' }],
  ['#/links/abc', { view: 'home' }],
])('the address %s opens its view, and anything unknown the map', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});
