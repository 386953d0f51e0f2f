// JSON lines as servers write them: times in any unit, the request in an object of its own, and only statuses of HTTP.
import { describe, expect, test } from '@jest/globals';
import { Refused } from '../line-kind.ts';
import { readAccess } from './log-line.ts';

const found = { minute: '2026-11-22T08:46Z', client: '192.0.2.1', method: 'GET', path: '/a', status: 200 };
const seconds = Date.parse('2026-11-22T08:46:53Z') / 1000;

describe('a time', () => {
  test.each([
    ['seconds', seconds],
    ['seconds with a fraction', seconds + 0.524],
    ['milliseconds', seconds * 1e3],
    ['microseconds', seconds * 1e6],
    ['nanoseconds', `${seconds}000000000`],
    ['seconds as text, of nginx', `"${seconds}.123"`],
    ['nanoseconds as text', `"${seconds}123456789"`],
    ['ISO 8601 with a zone', '"2026-11-22T10:46:53.123456789+02:00"'],
    ['ISO 8601 with a zone without its colon', '"2026-11-22T10:46:53+0200"'],
    ['ISO 8601 without a zone', '"2026-11-22 08:46:53,123"'],
    ['the stamp of nginx', '"22/Nov/2026:10:46:53 +0200"'],
    ['a leap second', '"2026-11-22T08:46:60Z"'],
  ])('in %s', (_, time) => {
    expect(readAccess(`{"ts":${time},"method":"GET","path":"/a","status":200}`).minute).toBe(found.minute);
  });

  test.each([
    '1e20',
    '1e300',
    '-1',
    '"never"',
    '"2026"',
    '"20261122"',
    '"2026-13-01T00:00Z"',
    '""',
    'null',
    'true',
    '[]',
    '{}',
  ])('is refused: %s', (time) => {
    expect(() => readAccess(`{"time":${time},"path":"/a","status":200}`)).toThrow(Refused);
  });
});

describe('a status', () => {
  test.each(['100', '"204"', '404', '499', '599'])('%s', (status) => {
    const line = `{"time":0,"path":"/a","status":${status}}`;
    expect(readAccess(line).status).toBe(Number(status.replaceAll('"', '')));
  });

  test.each(['0', '99', '600', '99999', '-200', '200.5', '"much"', '""', '"200 "', 'null', 'true', '[200]', '{}'])(
    'is none and refused: %s',
    (status) => {
      expect(() => readAccess(`{"time":0,"path":"/a","status":${status}}`)).toThrow(Refused);
    },
  );
});

describe('a line of', () => {
  const iso = '2026-11-22T08:46:53Z';
  test.each([
    [
      'nginx, flat',
      {
        time_iso8601: iso,
        remote_addr: '192.0.2.1',
        request: 'GET /a?b HTTP/1.1',
        status: '200',
        request_time: '0.250',
      },
      250,
    ],
    [
      'nginx, nested',
      { time: iso, request: { method: 'GET', uri: '/a?b', remote_addr: '192.0.2.1' }, response: { status: 200 } },
      undefined,
    ],
    [
      'Caddy',
      {
        ts: seconds + 0.5,
        request: {
          remote_ip: '10.0.0.9',
          client_ip: '192.0.2.1',
          method: 'GET',
          uri: '/a?b=c',
          headers: { Accept: ['*/*'] },
        },
        duration: 0.0125,
        size: 12,
        status: 200,
      },
      12.5,
    ],
    [
      'Caddy before 2.5',
      { ts: seconds, request: { remote_addr: '192.0.2.1:42614', method: 'GET', uri: '/a' }, status: 200 },
      undefined,
    ],
    [
      'Traefik',
      {
        ClientAddr: '192.0.2.1:1234',
        RequestMethod: 'GET',
        RequestPath: '/a?b',
        DownstreamStatus: 200,
        OriginStatus: 0,
        Duration: 7_000_000,
        time: '2026-11-22T10:46:53+02:00',
      },
      7,
    ],
    [
      'a load balancer of Google',
      { timestamp: iso, httpRequest: { requestMethod: 'GET', requestUrl: '/a?b', status: 200, remoteIp: '192.0.2.1' } },
      undefined,
    ],
    [
      'pino',
      { time: seconds * 1000, req: { method: 'GET', url: '/a', remoteAddress: '192.0.2.1' }, res: { statusCode: 200 } },
      undefined,
    ],
    [
      'an address of version 6 with a port',
      { ts: seconds, ip: '[192.0.2.1]:80', method: 'GET', path: '/a', status: 200 },
      undefined,
    ],
  ])('%s', (_, line, durationMs) => {
    expect(readAccess(JSON.stringify(line))).toEqual({ ...found, durationMs });
  });

  test('no method, client or duration is counted without them', () => {
    const line = '{"time":0,"path":"a/b","status":200}';
    expect(readAccess(line)).toMatchObject({ client: '-', method: '-', path: 'a/b', durationMs: undefined });
  });

  test('a whole duration has the unit that the job says, and none without', () => {
    const line = '{"time":0,"path":"/a","status":200,"duration":1500}';
    expect([undefined, 'us' as const, 'ms' as const].map((unit) => readAccess(line, unit).durationMs)).toEqual([
      undefined,
      1.5,
      1500,
    ]);
  });

  test.each([
    '[]',
    'null',
    '{"time":0,"status":200}',
    '{"time":0,"status":200,"path":7}',
    '{"time":0,"status":200,"request":{"headers":{}}}',
    '{"time":0,"status":200,"path":"/a","client":"a\\tb"}',
  ])('something else is refused: %s', (line) => {
    expect(() => readAccess(line)).toThrow(Refused);
  });
});
