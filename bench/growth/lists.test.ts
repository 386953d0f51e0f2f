// A list that nobody measures may grow with its data unseen.
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { readContracts } from '../../bin/contracts.ts';
import { pageQuery, route } from '../../lambdas/shared/base/contract.ts';
import { filtersOf, listRoutes, parametersOf } from './lists.ts';
import { loaders } from './loaders.ts';

const lists = listRoutes((await readContracts()).map(({ contract }) => contract));
const asksOf = (service: string, name: string) =>
  loaders
    .filter((loader) => loader.service === service)
    .flatMap(({ asks }) => asks.filter((ask) => ask.route === name));

test('a GET is a list by its query or by its response', () => {
  const answer = (shape: object) =>
    ({ summary: 'x', auth: 'none', status: 200, response: z.object(shape as never) }) as const;
  const routes = {
    query: route('GET /a', { summary: 'x', auth: 'none', status: 200, query: pageQuery }),
    things: route('GET /b', answer({ rows: z.array(z.object({ id: z.string() })) })),
    names: route('GET /c', answer({ names: z.array(z.string()) })),
    one: route('GET /d', answer({ id: z.string() })),
    made: route('POST /e', answer({ rows: z.array(z.object({ id: z.string() })) })),
  };
  expect(listRoutes([{ service: 'x', routes }]).map(({ name }) => name)).toEqual(['query', 'things']);
  expect([parametersOf(routes.query), filtersOf(routes.query)]).toEqual([['limit', 'cursor'], []]);
});

describe('the growth of every list is measured', () => {
  test.each(lists.map(({ service, name, route: { template } }) => [`GET ${template}`, service, name]))(
    '%s has a loader in bench/growth',
    (_, service, name) => expect(asksOf(service, name)).not.toEqual([]),
  );

  test.each(
    lists.map(({ service, name, route: list }) => [`GET ${list.template}`, service, name, filtersOf(list)] as const),
  )('%s is asked with each of its filters', (_, service, name, filters) => {
    const asked = asksOf(service, name).flatMap(({ query = {} }) => Object.keys(query));
    expect(filters.filter((filter) => !asked.includes(filter))).toEqual([]);
  });

  test('nothing is asked that is no list', () => {
    const known = new Set(lists.map(({ service, name }) => `${service} ${name}`));
    const asked = loaders.flatMap(({ service, asks }) => asks.map((ask) => `${service} ${ask.route}`));
    expect(asked.filter((one) => !known.has(one))).toEqual([]);
  });
});
