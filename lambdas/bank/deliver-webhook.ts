// Notifies the client: one signed request for each ledger entry, as Standard Webhooks has it.
import { createHash } from 'node:crypto';
import { secretOf } from '../shared/aws/secret.ts';
import { isoTime } from '../shared/base/clock.ts';
import { env } from '../shared/base/env.ts';
import { secretOfText, signedHeaders } from '../shared/base/text/standard-webhook.ts';
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

/** The same for each try. The event's own id holds dots, which separate what is signed. */
const idOf = ({ event_id }: Webhook): string =>
  `msg_${createHash('sha256').update(event_id).digest('base64url').slice(0, 22)}`;

/** Signs with the current time; throws when the client does not accept the request. */
export async function deliver(entry: StoredEntry, nowMs: number): Promise<void> {
  const webhook = webhookOf(entry);
  const body = JSON.stringify(webhook);
  const secret = secretOfText(await secretOf(bindings.webhookSecret));
  const headers = signedHeaders({ id: idOf(webhook), body }, [secret], nowMs);
  const url = env(bindings.webhookUrl);
  const { status } = await httpCall({ method: 'POST', url, headers, body, statusOnly: true, timeoutMs: TIMEOUT_MS });
  if (status < 200 || status > 299) throw new Error(`The client answered ${status} to ${webhook.event_id}`);
}
