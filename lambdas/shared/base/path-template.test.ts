// The methods of a path, matched as API Gateway matches routes.
import { describe, expect, test } from '@jest/globals';
import { methodsOf } from './path-template.ts';

const paths = {
  '/{code}': { get: {}, head: {} },
  '/api/things': { get: {}, delete: {} },
  '/api/things/{thingId}': { put: {} },
  '/api/things/top': { get: {} },
  '/api/{kind}/{thingId}/parts/{part}': { post: {} },
};

describe('the methods of a path', () => {
  test.each([
    ['/abcd', ['GET', 'HEAD']],
    ['/api/things', ['GET', 'DELETE']],
    ['//api/things', ['GET', 'DELETE']],
    ['/api/things/7', ['PUT']],
    ['/api/things/top', ['GET']],
    ['/api/things/7/parts/1', ['POST']],
  ])('%s', (path, methods) => {
    expect(methodsOf(paths, path)).toEqual(methods);
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
    expect(methodsOf(paths, path)).toEqual([]);
  });
});
