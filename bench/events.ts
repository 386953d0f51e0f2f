// Builds events as API Gateway and Kinesis deliver them.
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context, KinesisStreamEvent } from 'aws-lambda';
import type { HttpEvent } from '../lambdas/shared/http/request.ts';

export interface Request {
  readonly userId: string;
  readonly roles?: readonly string[];
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

const requestContext = (method: string) => ({
  requestId: randomUUID(),
  http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' },
});

/** A request that the JWT authorizer accepted. */
export const httpEvent = (routeKey: string, { userId, roles = [], path, query, body, headers }: Request): HttpEvent =>
  ({
    version: '2.0',
    routeKey,
    rawPath: '/',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', ...headers },
    requestContext: {
      ...requestContext(routeKey.split(' ')[0] ?? ''),
      authorizer: {
        jwt: { claims: { sub: userId, token_use: 'access', 'cognito:groups': `[${roles.join(' ')}]` }, scopes: [] },
      },
    },
    isBase64Encoded: false,
    ...(path && { pathParameters: path }),
    ...(query && { queryStringParameters: query }),
    ...(body && { body: JSON.stringify(body) }),
  }) as unknown as HttpEvent;

export const visit = (code: string): APIGatewayProxyEventV2 =>
  ({
    headers: {},
    pathParameters: { code },
    requestContext: requestContext('GET'),
  }) as unknown as APIGatewayProxyEventV2;

export const context = { getRemainingTimeInMillis: () => 10_000, functionName: 'bench' } as unknown as Context;

/** A full batch of one shard: one click a record, over several codes, from eight redirect instances. */
export function clickEvent(
  shardId: string,
  first: number,
  records: number,
  codes: readonly string[],
): KinesisStreamEvent {
  const Records = Array.from({ length: records }, (_, i) => {
    const sequenceNumber = String(first + i);
    const click = {
      code: codes[i % codes.length],
      atMs: Date.now(),
      referrer: ['direct', 'news.example', 'lobste.example'][i % 3],
      device: ['mobile', 'desktop'][i % 2],
      correlationId: randomUUID(),
    };
    const batch = { producer: `instance-${i % 8}`, firstNumber: Math.floor((first + i) / 8) + 1, clicks: [click] };
    const data = Buffer.from(JSON.stringify(batch)).toString('base64');
    return { eventID: `${shardId}:${sequenceNumber}`, kinesis: { sequenceNumber, data } };
  });
  return { Records } as unknown as KinesisStreamEvent;
}
