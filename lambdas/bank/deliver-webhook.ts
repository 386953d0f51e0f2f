// Notifies the client: one signed request for each ledger entry.
import { createHmac } from 'node:crypto';
import { secretOf } from '../shared/aws/secret.ts';
import { isoTime } from '../shared/base/clock.ts';
import { env } from '../shared/base/env.ts';
import { httpCall } from '../shared/http/http-call.ts';
import { type StoredEntry, webhookType } from './charge.ts';
import type { Webhook } from './contract.ts';
import { bindings } from './resources.ts';

const TIMEOUT_MS = 3000;

const webhookOf = (entry: StoredEntry): Webhook => ({
  event_id: `${entry.charge}.${entry.kind}.${entry.reference}`,
  type: webhookType(entry),
  reference: entry.charge,
  amount_minor: entry.amountMinor,
  created_at: isoTime(entry.bookedAtMs),
});

const signature = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** Signs with the current time; throws when the client does not accept the request. */
export async function deliver(entry: StoredEntry, nowMs: number): Promise<void> {
  const body = JSON.stringify(webhookOf(entry));
  const timestamp = String(nowMs);
  const secret = await secretOf(bindings.webhookSecret);
  const headers = { 'bank-timestamp': timestamp, 'bank-signature': signature(secret, timestamp, body) };
  const url = env(bindings.webhookUrl);
  const { status } = await httpCall({ method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS });
  if (status < 200 || status > 299) throw new Error(`The client answered ${status} to ${webhookOf(entry).event_id}`);
}
