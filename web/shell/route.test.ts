import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readSystems } from '../found-systems.ts';
import { type Place, placeOf } from './route.ts';
import { isLive } from './system.ts';

const systems = await readSystems();

/** Leaves out what the system declares about the page. */
const read = (place: Place) =>
  place.at === 'page' ? { page: place.page, of: place.system.title, ...place.properties } : place.at;

test.each([
  ['#/sign-up', 'sign-up'],
  ['#/sign-in', 'sign-in'],
  ['#/links/my-Link7', { of: 'Links', page: 'clicks', code: 'my-Link7' }],
  ['', 'map'],
  ['#/', 'map'],
  ['#/links', { of: 'Links', page: 'links' }],
  ['#/links/top', { of: 'Links', page: 'top' }],
  ['#/account', { of: 'Accounts', page: 'account' }],
  ['#/api', { of: 'API', page: 'reference' }],
  ['#/api/createLink', { of: 'API', page: 'reference', operation: 'createLink' }],
  ['#/api/', 'nowhere'],
  ['#/search', { of: 'Search', page: 'search' }],
  ['#/search?q=a+%22b+c%22', { of: 'Search', page: 'search', q: 'a "b c"' }],
  ['#/search/docs.tour.the-house', { of: 'Search', page: 'document', documentId: 'docs.tour.the-house' }],
  ['#/search/../api', 'nowhere'],
  ['#/jobs', { of: 'Jobs', page: 'jobs' }],
  ['#/media', { of: 'Media', page: 'media' }],
  ['#/media/0123456789abcdef0123', { of: 'Media', page: 'one-media', mediaId: '0123456789abcdef0123' }],
  ['#/media/0123456789abcdef012', 'nowhere'],
  ['#/jobs/0123456789abcdef0123', { of: 'Jobs', page: 'job', jobId: '0123456789abcdef0123' }],
  ['#/jobs/0123456789ABCDEF0123', 'nowhere'],
  ['#/cart', { of: 'Shop', page: 'cart' }],
  ['#/shop/cart', 'nowhere'],
  ['#/links/../api', 'nowhere'],
  ['#/links/abc', 'nowhere'],
  ['#/constructor', 'nowhere'],
])('the address %s opens its view, and anything unknown says so', (hash, place) => {
  expect(read(placeOf(systems, hash))).toEqual(place);
});

test('a page has the title of its address, and is another page with another parameter', () => {
  const clicks = placeOf(systems, '#/links/my-Link7');
  expect(clicks).toMatchObject({ title: 'Clicks of my-Link7', key: 'clicks/my-Link7' });
  // The key stays the same when the reference shows another operation, or when a list is filtered.
  expect(placeOf(systems, '#/api/createLink')).toMatchObject({ title: 'API', key: 'reference' });
  expect(placeOf(systems, '#/shop?category=bakery')).toMatchObject({ title: 'Shop', key: 'browse' });
});

test('every station of the map that is live leads to a page of its own system', () => {
  const led = systems.flatMap((system) =>
    system.stations.flatMap(({ href }) => {
      const place = href && placeOf(systems, href);
      return place ? [[href, place.at === 'page' && place.system.title, system.title]] : [];
    }),
  );
  expect(led.length).toBeGreaterThan(12);
  for (const [href, reached, title] of led) expect([href, reached]).toEqual([href, title]);
});

test('every station of the map that is live has the picture of its service', () => {
  const pictures = readdirSync(join(import.meta.dirname, '../../docs/images'));
  const live = systems.flatMap(({ stations }) => stations).filter(({ href }) => href);
  expect(live.length).toBeGreaterThan(12);
  for (const { name, service } of live)
    expect([name, pictures.includes(`architecture-${service}.svg`)]).toEqual([name, true]);
});

test('systems have titles of their own, and a system that is not live has no pages', () => {
  const titles = systems.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(systems.filter((one) => !isLive(one) && Object.keys(one.routes).length > 0)).toEqual([]);
  for (const { stations } of systems)
    for (const { href, behind } of stations) expect([href === undefined, behind === undefined]).toEqual([!href, !href]);
});
