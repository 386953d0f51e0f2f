// The signature of a delivery: `webhook-signature: t=<unix seconds>,v1=<hex>`, HMAC-SHA256 over `<t>.<body>`.
// Source: the scheme of Stripe's webhooks (docs.stripe.com/webhooks, "Verify manually").
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of a delivery. `id` is the same for every attempt; the body repeats it, so that the signature covers it. */
export const deliveryHeaders = { id: 'webhook-id', signature: 'webhook-signature' } as const;

const TOLERANCE_SECONDS = 5 * 60;

export const signatureOf = (secret: string, body: string, nowMs: number): string => {
  const seconds = Math.floor(nowMs / 1000);
  return `t=${seconds},v1=${mac(secret, seconds, body).toString('hex')}`;
};

/** The receiver's check: the signature matches the raw body, and is at most five minutes old (or in the future). */
export function isSignedBy(secret: string, header: string, body: string, nowMs: number): boolean {
  const [, seconds, hex] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (!seconds || !hex || Math.abs(nowMs / 1000 - Number(seconds)) > TOLERANCE_SECONDS) return false;
  return timingSafeEqual(mac(secret, Number(seconds), body), Buffer.from(hex, 'hex'));
}

const mac = (secret: string, seconds: number, body: string): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
