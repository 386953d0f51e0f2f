// Signed requests from one company to another, as Standard Webhooks has them: HMAC-SHA256 over
// `<webhook-id>.<webhook-timestamp>.<body>`, in the header `webhook-signature: v1,<base64>`.
// Source: github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The id is the same for every attempt, and holds no dot; the timestamp is the attempt's, in seconds since 1970. */
export const webhookHeaders = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

/** The secret whose key is this text, for two sides that share a text: 24 to 64 characters. */
export const secretOfText = (text: string): string => `whsec_${Buffer.from(text).toString('base64')}`;

const TOLERANCE_SECONDS = 5 * 60;

export interface Message {
  readonly id: string;
  readonly body: string;
}

/** The headers of a message sent now, with one signature for each secret: two while a receiver changes its secret. */
export function signedHeaders(
  { id, body }: Message,
  secrets: readonly string[],
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  return {
    [webhookHeaders.id]: id,
    [webhookHeaders.timestamp]: timestamp,
    [webhookHeaders.signature]: secrets
      .map((secret) => `v1,${mac(secret, id, timestamp, body).toString('base64')}`)
      .join(' '),
  };
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The receiver's check: one of the signatures fits the raw body, and is at most five minutes old (or in the future). */
export function isSignedBy(secret: string, headers: Headers, body: string, nowMs: number): boolean {
  const { [webhookHeaders.id]: id, [webhookHeaders.timestamp]: timestamp, [webhookHeaders.signature]: given } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof given !== 'string' || id === '') return false;
  const isRecent =
    /^\d{1,12}$/.test(timestamp) && Math.abs(Math.floor(nowMs / 1000) - Number(timestamp)) <= TOLERANCE_SECONDS;
  if (!isRecent) return false;
  const expected = Buffer.from(`v1,${mac(secret, id, timestamp, body).toString('base64')}`);
  return given.split(' ').some((one) => {
    const bytes = Buffer.from(one);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}

/** The key is what the secret encodes: base64, after the prefix that makes a leaked secret recognisable. */
function mac(secret: string, id: string, timestamp: string, body: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0) throw new Error('The secret of the webhook is empty');
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
}
