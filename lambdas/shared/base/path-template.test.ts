// The methods of a path, matched as API Gateway matches routes.
import { describe, expect, test } from '@jest/globals';
import { routesAt, straysOf } from './path-template.ts';

const routesOf = (...keys: string[]) =>
  keys.map((key) => {
    const [method = '', template = ''] = key.split(' ');
    return { method, template };
  });

const routes = routesOf(
  'GET /{code}',
  'HEAD /{code}',
  'GET /api/things',
  'DELETE /api/things',
  'PUT /api/things/{thingId}',
  'GET /api/things/top',
  'POST /api/{kind}/{thingId}/parts/{part}',
);
const methodsAt = (path: string): string[] => routesAt(routes, path).map(({ method }) => method);

describe('the methods of a path', () => {
  test.each([
    ['/abcd', ['GET', 'HEAD']],
    ['/api/things', ['GET', 'DELETE']],
    ['//api/things', ['GET', 'DELETE']],
    ['/api/things/7', ['PUT']],
    ['/api/things/top', ['GET']],
    ['/api/things/7/parts/1', ['POST']],
  ])('%s', (path, methods) => {
    expect(methodsAt(path)).toEqual(methods);
  });

  test.each([
    '/',
    '',
    '/api/others/7',
    '/api/things/',
    '/api/things/7/',
    '/api/things//parts/1',
    '/api/Things',
    '/api/things/7/parts',
  ])('none: %j', (path) => {
    expect(methodsAt(path)).toEqual([]);
  });
});

describe('the methods that another template would take', () => {
  const strays = (...keys: string[]) =>
    straysOf(routesOf(...keys)).map(({ method, template }) => `${method} ${template}`);

  test('are those that only the more general one has', () => {
    expect(strays('GET /a/{id}', 'DELETE /a/{id}', 'GET /a/top')).toEqual(['DELETE /a/top']);
  });

  test('stand once, however many templates have them', () => {
    expect(strays('PUT /{any}/{id}', 'PUT /a/{id}', 'GET /a/top')).toEqual(['PUT /a/top']);
  });

  test('are found below a parameter too', () => {
    expect(strays('PUT /a/{id}/{part}', 'GET /a/{id}/size')).toEqual(['PUT /a/{id}/size']);
  });

  test.each([
    ['of another length', ['PUT /a/{id}', 'GET /a/top/three']],
    ['beside it', ['PUT /b/{id}', 'GET /a/top']],
    ['more specific', ['GET /a/{id}', 'GET /a/top']],
  ])('none: %s', (_, keys) => {
    expect(strays(...keys)).toEqual([]);
  });
});
