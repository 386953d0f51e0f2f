// A signed call to an AWS JSON service in 5 KB, for the redirect, whose whole bundle must stay under 40 KB.
import { pause, systemClock } from '../base/clock.ts';
import { env, optionalEnv } from '../base/env.ts';
import { waitMs } from '../base/waits/backoff.ts';
import { exchange } from '../base/waits/exchange.ts';
import { signedHeaders } from './sign.ts';

const CONTENT_TYPES = { dynamodb: '1.0', kinesis: '1.1', secretsmanager: '1.1', transcribe: '1.1' };
const RETRIES = 2;
const WAITS = { firstMs: 50, capMs: 100 };

/** An error response of the service; `name` is its error type, for example `ThrottlingException`. */
class ServiceError extends Error {
  readonly status: number;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.name = type;
    this.status = status;
  }
}

/**
 * Calls `target` (`DynamoDB_20120810.GetItem`) and returns the response. Throttling, 5xx and broken connections are
 * retried twice with full jitter, so a write may arrive twice and callers must tolerate that. `timeoutMs` bounds each
 * attempt, up to the last byte of its response, and `withinMs` all of them together.
 */
export async function signedCall<Answer>(
  service: keyof typeof CONTENT_TYPES,
  target: string,
  input: object,
  timeoutMs = 1000,
  withinMs = Number.POSITIVE_INFINITY,
): Promise<Answer> {
  const body = JSON.stringify(input);
  const endsAtMs = systemClock.nowMs() + withinMs;
  for (let tries = 1; ; tries += 1) {
    try {
      const leftMs = endsAtMs - systemClock.nowMs();
      return (await send(service, target, body, Math.min(timeoutMs, leftMs))) as Answer;
    } catch (error) {
      if (tries > RETRIES || !isTransient(error)) throw error;
      await pause(waitMs(WAITS, tries));
      if (systemClock.nowMs() >= endsAtMs) throw error;
    }
  }
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return true;
  return error.status >= 500 || /Throttl|ProvisionedThroughputExceeded|RequestLimit/.test(error.name);
}

async function send(
  service: keyof typeof CONTENT_TYPES,
  target: string,
  body: string,
  timeoutMs: number,
): Promise<unknown> {
  const region = env('AWS_REGION');
  const url = new URL(optionalEnv('AWS_ENDPOINT_URL') ?? `https://${service}.${region}.amazonaws.com`);
  const headers = signedHeaders({
    service,
    host: url.host,
    method: 'POST',
    path: '/',
    headers: { 'content-type': `application/x-amz-json-${CONTENT_TYPES[service]}`, 'x-amz-target': target },
    body,
  });
  const { status, text } = await exchange({
    name: target,
    method: 'POST',
    url: new URL('/', url),
    headers,
    body,
    timeoutMs,
  });
  if (status === 200) return JSON.parse(text);
  const type = /"__type"\s*:\s*"(?:[^"]*#)?([^"]+)"/.exec(text)?.[1] ?? `Http${status}`;
  throw new ServiceError(status, type, text.slice(0, 300));
}
