// From a request to the ledger: each reference is booked once, whatever is sent again, and every entry is told of.
import { isoTime, pause, systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { ALREADY, type Booking, type StoredCharge } from './charge.ts';
import type { Charge } from './contract.ts';
import { deliver } from './deliver-webhook.ts';
import { quirkOf } from './quirk.ts';
import { book, countTry, entryKey, readAccount } from './store.ts';
import { announce } from './webhook-queue-store.ts';

interface Request {
  readonly reference: string;
  /** The operation's own name, under which its tries are counted: `capture#<its reference>`. */
  readonly operation: string;
  /** Source of the money of a charge that is not there yet. */
  readonly source?: string;
  readonly decide: (kept: StoredCharge | undefined) => Booking | typeof ALREADY;
}

export async function settle({ reference, operation, source, decide }: Request): Promise<Charge> {
  for (;;) {
    const { charge, entries } = await readAccount(reference);
    const quirk = quirkOf(charge?.source ?? source ?? '');
    if (quirk.failsFirst > 0 && (await countTry(reference, operation)) <= quirk.failsFirst)
      throw new Error('The bank has one of its moments');
    const known = entries.some((entry) => `${entry.kind}#${entry.reference}` === operation);
    const decided = known ? ALREADY : decide(charge);
    // Before it is booked: a message without its entry is dropped in the end, an entry without a message would be silent.
    if (decided !== ALREADY && decided.entry) await announce(entryKey(decided.entry));
    if (decided !== ALREADY && !(await book(decided))) continue;
    if (decided !== ALREADY && decided.entry && quirk.webhook === 'before the answer')
      await deliver(decided.entry, systemClock.nowMs()).catch((error: unknown) =>
        log('warn', 'the webhook did not get there before the answer', {}, error),
      );
    if (quirk.delayMs > 0) await pause(quirk.delayMs);
    return present(decided === ALREADY ? (charge as StoredCharge) : decided.charge);
  }
}

export const present = ({ reference, status, amountMinor, createdAtMs }: StoredCharge): Charge => ({
  reference,
  status,
  amount_minor: amountMinor,
  currency: 'EUR',
  created_at: isoTime(createdAtMs),
});
