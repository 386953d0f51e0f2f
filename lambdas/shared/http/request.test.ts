// The input that a rule receives from a request, and the refusals before the rule runs.
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type Route, route } from '../base/contract.ts';
import { Problem } from '../base/problem.ts';
import { type HttpEvent, parseRequest } from './request.ts';

const open = route('POST /api/things/{id}', {
  summary: 'x',
  auth: 'none',
  status: 200,
  path: z.strictObject({ id: z.string().check(z.maxLength(3)) }),
  query: z.strictObject({ page: z.optional(z.string()) }),
  body: z.strictObject({ name: z.string(), owner: z.optional(z.strictObject({ email: z.string() })) }),
});
const guarded = route('GET /api/me', { summary: 'x', auth: 'user', status: 200 });

interface Sent {
  readonly headers?: Record<string, string>;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly claims?: Record<string, unknown>;
}

const eventOf = ({ headers, path, query, body, isBase64Encoded = false, claims }: Sent) =>
  ({
    headers: headers ?? { 'content-type': 'application/json' },
    pathParameters: path ?? { id: 'a' },
    ...(query && { queryStringParameters: query }),
    ...(body !== undefined && { body }),
    isBase64Encoded,
    requestContext: { requestId: 'r', ...(claims && { authorizer: { jwt: { claims, scopes: [] } } }) },
  }) as unknown as HttpEvent;

const parse = (wanted: Route, sent: Sent) => parseRequest(wanted, eventOf(sent));

function refusalOf(wanted: Route, sent: Sent): Problem {
  try {
    parse(wanted, sent);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('a request that fits', () => {
  test('is handed over by part', () => {
    const headers = { 'content-type': 'application/json', 'x-viewer-address': '203.0.113.9' };
    const sent = { headers, path: { id: 'abc' }, query: { page: '2' }, body: '{"name":"é","owner":{"email":"e"}}' };
    expect(parse(open, sent)).toEqual({
      user: undefined,
      path: { id: 'abc' },
      query: { page: '2' },
      headers: undefined,
      rawBody: sent.body,
      edge: { 'x-viewer-address': '203.0.113.9' },
      body: { name: 'é', owner: { email: 'e' } },
    });
  });

  test('may have its body in base64, as API Gateway hands over what it takes for binary', () => {
    const body = Buffer.from('{"name":"日本"}').toString('base64');
    expect(parse(open, { body, isBase64Encoded: true }).body).toEqual({ name: '日本' });
  });

  test.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/vnd.a.b-1+json',
    'application/json;x',
  ])('may say its body is %s', (type) => {
    expect(parse(open, { headers: { 'content-type': type }, body: '{"name":"a"}' }).body).toEqual({ name: 'a' });
  });
});

describe('refuses with VALIDATION_FAILED and the path', () => {
  test.each<[string, Sent, string]>([
    ['a field of the wrong type', { body: '{"name":1}' }, 'body.name'],
    ['a missing field', { body: '{}' }, 'body.name'],
    ['a wrong field further down', { body: '{"name":"a","owner":{"email":1}}' }, 'body.owner.email'],
    ['an unknown field', { body: '{"name":"a","colour":"red"}' }, 'body.colour'],
    ['an unknown field further down', { body: '{"name":"a","owner":{"email":"e","x":1}}' }, 'body.owner.x'],
    ['an unknown query parameter', { body: '{"name":"a"}', query: { colour: 'red' } }, 'query.colour'],
    ['a body that is no object', { body: '[]' }, 'body'],
    ['a body that is null', { body: 'null' }, 'body'],
    ['a path that is too long', { body: '{"name":"a"}', path: { id: 'abcd' } }, 'path.id'],
  ])('%s', (_what, sent, path) => {
    const { type, details } = refusalOf(open, sent);
    expect(type.code).toBe('VALIDATION_FAILED');
    expect(details.errors?.map((error) => error.path)).toEqual([path]);
    expect(details.errors?.[0]?.message).not.toBe('');
    expect(details.detail).toBe(`${path}: ${details.errors?.[0]?.message}`);
  });

  test('any query parameter where a route names none', () => {
    const { type } = refusalOf(guarded, { claims: { token_use: 'access', sub: 'u' }, query: { x: '1' } });
    expect(type.code).toBe('VALIDATION_FAILED');
  });

  test('a field named __proto__, and no object gets it for a prototype', () => {
    expect(refusalOf(open, { body: '{"name":"a","__proto__":{"admin":true}}' }).type.code).toBe('VALIDATION_FAILED');
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });
});

describe('a body', () => {
  test.each([
    '',
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/json-seq',
  ])('refuses the content type "%s"', (type) => {
    const sent = { headers: { 'content-type': type }, body: '{"name":"a"}' };
    expect(refusalOf(open, sent).type.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  test('refuses a body without a content type', () => {
    expect(refusalOf(open, { headers: {}, body: '{"name":"a"}' }).type.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  test.each([undefined, '', '{', "{'name':'a'}", '{"name":"a"}}', 'NaN', '\u0000'])(
    'refuses %j, which is not JSON',
    (body) => {
      expect(refusalOf(open, { ...(body !== undefined && { body }) }).type.code).toBe('MALFORMED_JSON');
    },
  );

  const ofBytes = (...bytes: number[]) =>
    Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);

  test('refuses bytes that are not UTF-8, instead of storing other characters for them', () => {
    const body = ofBytes(0xe9).toString('base64');
    const { type, details } = refusalOf(open, { body, isBase64Encoded: true });
    expect([type.code, details.detail]).toEqual(['UNSUPPORTED_MEDIA_TYPE', 'Send the body in UTF-8.']);
  });

  test.each([
    [[0xdf], 'ß in ISO-8859-1'],
    [[0x80], '€ in Windows-1252'],
    [[0x93, 0xfa, 0x96, 0x7b], '日本 in Shift_JIS'],
    [[0xc4, 0xe3], '你 in GBK'],
    [[0xed, 0xa0, 0x80], 'half a surrogate pair'],
    [[0xf0, 0x9f], 'a cut emoji'],
  ])('refuses the bytes %j, which the gateway has replaced: %s', (bytes) => {
    const sent = ofBytes(...bytes);
    const headers = { 'content-type': 'application/json', 'content-length': String(sent.length) };
    expect(refusalOf(open, { headers, body: sent.toString() }).type.code).toBe('UNSUPPORTED_MEDIA_TYPE');
    // Without a length nobody can tell, and nothing is stored that was not sent.
    const unmeasured = { 'content-type': 'application/json' };
    expect(refusalOf(open, { headers: unmeasured, body: sent.toString() }).type.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  test('takes a replacement character that the client did send', () => {
    const body = '{"name":"\ufffd"}';
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    expect(parse(open, { headers, body }).body).toEqual({ name: '\ufffd' });
    expect(parse(open, { body: '{"name":"\\ufffd"}' }).body).toEqual({ name: '\ufffd' });
  });

  test.each([
    'application/json; charset=ISO-8859-1',
    'application/json;charset="windows-1252"',
    'application/json; charset = latin1',
    'application/json; x=y; CHARSET=utf-16',
    'application/json; charset=utf-16le; charset=utf-8',
    'application/json; charset=',
  ])('refuses %s', (type) => {
    const { type: refused, details } = refusalOf(open, { headers: { 'content-type': type }, body: '{"name":"a"}' });
    expect([refused.code, details.detail]).toEqual(['UNSUPPORTED_MEDIA_TYPE', 'Send the body in UTF-8.']);
  });

  test.each([
    'application/json; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/json; charset=utf8',
    'application/json; charset=US-ASCII',
  ])('takes %s', (type) => {
    expect(parse(open, { headers: { 'content-type': type }, body: '{"name":"a"}' }).body).toEqual({ name: 'a' });
  });

  test('may begin with one byte order mark, which the bytes that are signed keep', () => {
    const body = '\ufeff{"name":"\ufeffa"}';
    expect(parse(open, { body })).toMatchObject({ body: { name: '\ufeffa' }, rawBody: body });
    const base64 = Buffer.from(body).toString('base64');
    expect(parse(open, { body: base64, isBase64Encoded: true })).toMatchObject({
      body: { name: '\ufeffa' },
      rawBody: body,
    });
    expect(refusalOf(open, { body: `\ufeff${body}` }).type.code).toBe('MALFORMED_JSON');
    expect(refusalOf(open, { body: '\ufeff' }).type.code).toBe('MALFORMED_JSON');
  });
});

describe('the caller', () => {
  const access = { token_use: 'access', sub: 'user-1' };

  test('is the user that the access token names', () => {
    const headers = { authorization: 'bearer  abc.def.ghi' };
    const { user } = parse(guarded, { headers, claims: access });
    expect(user).toEqual({ userId: 'user-1', roles: [], issuedAt: 0, accessToken: 'abc.def.ghi' });
  });

  test.each<[unknown, number]>([
    ['1795000000', 1_795_000_000],
    [1_795_000_000, 1_795_000_000],
    [undefined, 0],
    ['soon', 0],
  ])('of the claim iat %j has a token issued at %i, the oldest if it does not say', (iat, issuedAt) => {
    expect(parse(guarded, { claims: { ...access, iat } }).user).toMatchObject({ issuedAt });
  });

  test.each<[string, Record<string, unknown> | undefined]>([
    ['no claims at all', undefined],
    ['an ID token', { token_use: 'id', sub: 'user-1' }],
    ['a refresh token', { token_use: 'refresh', sub: 'user-1' }],
    ['a token that does not say its use', { sub: 'user-1' }],
    ['a token that names nobody', { token_use: 'access' }],
  ])('refuses %s', (_what, claims) => {
    expect(refusalOf(guarded, claims ? { claims } : {}).type.code).toBe('UNAUTHENTICATED');
  });

  test.each<[unknown, string[]]>([
    [undefined, []],
    ['', []],
    ['[]', []],
    ['[admin]', ['admin']],
    ['[admin driver]', ['admin', 'driver']],
    ['admin,driver', ['admin', 'driver']],
    [
      ['admin', 'merchant'],
      ['admin', 'merchant'],
    ],
    [7, []],
  ])('of the groups claim %j has the roles %j', (claim, roles) => {
    expect(parse(guarded, { claims: { ...access, 'cognito:groups': claim } }).user).toMatchObject({ roles });
  });

  test('is anonymous on a public route, whatever token the request has', () => {
    expect(parse(open, { body: '{"name":"a"}', claims: access }).user).toBeUndefined();
  });
});
