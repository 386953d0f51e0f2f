// Bugs in how every service reads requests and answers them.
import { type Mutant, unit } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'a weak tag is not ours',
    file: 'lambdas/shared/http/routes.ts',
    find: 'ifNoneMatch.match(/"[^"]*"/g)?.includes(etag)',
    replace: 'ifNoneMatch.split(", ").includes(etag)',
    test: unit('shared/http/routes'),
    only: 'compares the caller',
  },
  {
    name: 'a byte that the gateway replaced is stored as its replacement',
    file: 'lambdas/shared/http/request.ts',
    find: ' !== Buffer.byteLength(body)) throw notUtf8();',
    replace: ' === body.length) throw notUtf8();',
    test: unit('shared/http/request'),
    only: 'which the gateway has replaced',
  },
  {
    name: 'a body is decoded as UTF-8 whatever charset it names',
    file: 'lambdas/shared/http/request.ts',
    find: 'if (!/^(?:utf-?8|us-ascii)$/i.test(charset)) throw notUtf8();',
    replace: 'if (charset === type) throw notUtf8();',
    test: unit('shared/http/request'),
    only: 'charset',
  },
  {
    name: 'a byte order mark makes a body no JSON',
    file: 'lambdas/shared/http/request.ts',
    find: "rawBody(event).replace(/^\\ufeff/, '')",
    replace: 'rawBody(event)',
    test: unit('shared/http/request'),
    only: 'byte order mark',
  },
];
