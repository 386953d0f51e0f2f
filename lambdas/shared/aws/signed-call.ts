// One signed call of an AWS JSON service in 5 KB: for the redirect, whose whole bundle must stay under 40 KB.
import http from 'node:http';
import https from 'node:https';
import aws4 from 'aws4';
import { pause } from '../base/clock.ts';
import { env, optionalEnv } from '../base/env.ts';
import { jitterMs } from '../base/ids.ts';

const CONTENT_TYPES = { dynamodb: '1.0', kinesis: '1.1', secretsmanager: '1.1', transcribe: '1.1' };
const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
const RETRIES = 2;

/** An error answer of the service: `name` is its error type, `ThrottlingException`. */
class ServiceError extends Error {
  readonly status: number;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.name = type;
    this.status = status;
  }
}

/**
 * Calls `target` (`DynamoDB_20120810.GetItem`) and gives its answer. Throttles, 5xx and broken connections are tried
 * again twice with full jitter, so a write may arrive twice: callers must bear that. `timeoutMs` bounds each try.
 */
export async function signedCall<Answer>(
  service: keyof typeof CONTENT_TYPES,
  target: string,
  input: object,
  timeoutMs = 1000,
): Promise<Answer> {
  const body = JSON.stringify(input);
  for (let attempt = 0; ; attempt++) {
    try {
      return (await send(service, target, body, timeoutMs)) as Answer;
    } catch (error) {
      if (attempt === RETRIES || !isTransient(error)) throw error;
      await pause(jitterMs(50 * 2 ** attempt));
    }
  }
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return true;
  return error.status >= 500 || /Throttl|ProvisionedThroughputExceeded|RequestLimit/.test(error.name);
}

function send(service: keyof typeof CONTENT_TYPES, target: string, body: string, timeoutMs: number): Promise<unknown> {
  const region = env('AWS_REGION');
  const endpoint = new URL(optionalEnv('AWS_ENDPOINT_URL') ?? `https://${service}.${region}.amazonaws.com`);
  const options = aws4.sign(
    {
      service,
      region,
      host: endpoint.host,
      method: 'POST',
      path: '/',
      headers: { 'content-type': `application/x-amz-json-${CONTENT_TYPES[service]}`, 'x-amz-target': target },
      body,
    },
    {
      accessKeyId: env('AWS_ACCESS_KEY_ID'),
      secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
      ...(optionalEnv('AWS_SESSION_TOKEN') && { sessionToken: env('AWS_SESSION_TOKEN') }),
    },
  );
  const protocol = endpoint.protocol as keyof typeof agents;
  const transport = protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const request = transport.request(
      {
        host: endpoint.hostname,
        port: endpoint.port,
        method: 'POST',
        path: '/',
        headers: options.headers as http.OutgoingHttpHeaders,
        agent: agents[protocol],
        timeout: timeoutMs,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const status = response.statusCode ?? 0;
          if (status === 200) return resolve(JSON.parse(text));
          const type = /"__type"\s*:\s*"(?:[^"]*#)?([^"]+)"/.exec(text)?.[1] ?? `Http${status}`;
          reject(new ServiceError(status, type, text.slice(0, 300)));
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error(`${target} took over ${timeoutMs} ms`)));
    request.on('error', reject);
    request.end(body);
  });
}
