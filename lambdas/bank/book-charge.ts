// From a request to the ledger: each reference is booked once, however often it is sent, and every entry gets its webhook.
import { isoTime, pause, systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import { ALREADY, type Booking, type StoredCharge } from './charge.ts';
import type { Charge } from './contract.ts';
import { deliver } from './deliver-webhook.ts';
import { quirkOf } from './quirk.ts';
import { book, countTry, entryKey, readAccount } from './store.ts';
import { announce } from './webhook-queue-store.ts';

interface Request {
  readonly reference: string;
  /** Name under which the operation's attempts are counted: `capture#<its reference>`. */
  readonly operation: string;
  /** Payment source of a charge that does not exist yet. */
  readonly source?: string;
  readonly decide: (kept: StoredCharge | undefined) => Booking | typeof ALREADY;
}

export const settle = ({ reference, operation, source, decide }: Request): Promise<Charge> =>
  retryOnConflict(`charge ${reference}`, async () => {
    const { charge, entries } = await readAccount(reference);
    const quirk = quirkOf(charge?.source ?? source ?? '');
    if (quirk.failsFirst > 0 && (await countTry(reference, operation)) <= quirk.failsFirst)
      throw new Error('The bank fails this attempt on purpose');
    const known = entries.some((entry) => `${entry.kind}#${entry.reference}` === operation);
    const decided = known ? ALREADY : decide(charge);
    // Queued before the booking: a message without an entry is dropped later; an entry without a message would never be sent.
    if (decided !== ALREADY && decided.entry) await announce(entryKey(decided.entry));
    if (decided !== ALREADY && !(await book(decided))) return CONFLICT;
    if (decided !== ALREADY && decided.entry && quirk.webhook === 'before the answer')
      await deliver(decided.entry, systemClock.nowMs()).catch((error: unknown) =>
        log('warn', 'the webhook was not delivered before the answer', {}, error),
      );
    if (quirk.delayMs > 0) await pause(quirk.delayMs);
    return present(decided === ALREADY ? (charge as StoredCharge) : decided.charge);
  });

export const present = ({ reference, status, amountMinor, createdAtMs }: StoredCharge): Charge => ({
  reference,
  status,
  amount_minor: amountMinor,
  currency: 'EUR',
  created_at: isoTime(createdAtMs),
});
