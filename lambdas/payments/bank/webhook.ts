// Whether a webhook comes from the bank: its signature over the raw body, and its age. bank-client.ts translates it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../../shared/base/problem.ts';
import { paymentProblems } from '../contract.ts';

/** A timestamp further in the past or future invalidates the signature. */
const WINDOW_MS = 5 * 60_000;

interface Signed {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly rawBody: string;
}

/** Refuses unsigned and outdated webhooks alike; returns the signature, which identifies this delivery. */
export function checkSignature(
  secret: string,
  { timestamp = '', signature = '', rawBody }: Signed,
  nowMs: number,
): string {
  const expected = createHmac('sha256', secret).update(`${timestamp}.${rawBody}`).digest();
  const given = Buffer.from(signature, 'hex');
  const authentic = given.length === expected.length && timingSafeEqual(given, expected);
  const isRecent = /^\d{13}$/.test(timestamp) && Math.abs(nowMs - Number(timestamp)) <= WINDOW_MS;
  if (!authentic || !isRecent) throw new Problem(paymentProblems.unsigned);
  // Normalised, so that a replay in upper case is still a replay.
  return expected.toString('hex');
}
