// Whether a webhook is the bank's: its signature over the raw body, its age. What it says is bank-client.ts's to translate.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../../shared/base/problem.ts';
import { paymentProblems } from '../contract.ts';

/** Older, or further in the future, and a signature is not believed. */
const WINDOW_MS = 5 * 60_000;

interface Signed {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly rawBody: string;
}

/** Refuses what the bank did not sign, or signed long ago, alike; gives the signature, which names this delivery. */
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
  // One spelling of each, so that a replay in capitals is a replay.
  return expected.toString('hex');
}
