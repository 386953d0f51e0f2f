import { expect, test } from '@jest/globals';
import { readSystems } from '../found-systems.ts';
import { deployedOf } from './deployed.ts';
import { isLive } from './system.ts';

const systems = await readSystems();
const shown = (...services: string[]) =>
  deployedOf(systems, new Set(services))
    .filter(isLive)
    .map(({ title, stations }) => [title, stations.map(({ name }) => name)]);

test('a system is shown if its service is deployed', () => {
  expect(shown('platform', 'edge', 'api', 'users', 'links', 'jobs')).toEqual([
    ['Accounts', ['Accounts']],
    ['Jobs', ['MapReduce']],
    ['Links', ['Short links']],
    ['API', ['API reference']],
  ]);
});

test('the shop is shown with those of its systems that are deployed', () => {
  expect(shown('inventory', 'cart')).toEqual([['Shop', ['Cart', 'Inventory']]]);
});

test('of a whole deployment everything is shown, and what is planned is planned everywhere', () => {
  const services = systems.flatMap(({ stations }) => stations.flatMap(({ service }) => service ?? []));
  expect(deployedOf(systems, new Set(services))).toEqual(systems);
  expect(deployedOf(systems, new Set())).toEqual(systems.filter((system) => !isLive(system)));
});
