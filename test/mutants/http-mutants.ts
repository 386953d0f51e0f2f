// Bugs in how every service reads requests and answers them.
import { type Mutant, unit } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'one who guesses at an account locks its owner out',
    file: 'lambdas/shared/http/limiter.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '[`${name}#account#${named}#address#${address}`, perAccount],',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: '[`${name}#account#${named}`, perAccount],',
    test: unit('shared/http/limiter'),
    only: 'does not lock its owner out',
  },
  {
    name: 'a name of marks that show nothing is taken',
    file: 'lambdas/users/schemas.ts',
    find: 'z.refine((name) => SHOWN.test(name), NOTHING_SHOWN)',
    replace: 'z.refine((name) => SHOWN.test(name) || name.length > 0, NOTHING_SHOWN)',
    test: unit('users/contract'),
    only: 'a display name',
  },
  {
    name: 'an apostrophe is no part of an e-mail address',
    file: 'lambdas/users/schemas.ts',
    find: "/^[A-Za-z0-9!#$%&'*+",
    replace: '/^[A-Za-z0-9!#$%&*+',
    test: unit('users/contract'),
    only: 'an e-mail address',
  },
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
