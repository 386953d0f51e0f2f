// How the simulated bank misbehaves, by payment source: one test card for each fault that a client has to survive.

export interface Quirk {
  /** Number of attempts of each booking that are answered 500 before anything is booked. */
  readonly failsFirst: number;
  /** Delay of the answer to each booking. */
  readonly delayMs: number;
  readonly webhook: 'once' | 'twice' | 'before the answer';
}

const ordinary: Quirk = { failsFirst: 0, delayMs: 0, webhook: 'once' };

const quirks: Readonly<Record<string, Partial<Quirk>>> = {
  pm_slow: { delayMs: 2000 },
  pm_flaky: { failsFirst: 2 },
  // Longer than any client should wait: the booking stands, but the client never gets the answer.
  pm_lost_answer: { delayMs: 4000 },
  pm_duplicate_webhook: { webhook: 'twice' },
  pm_early_webhook: { webhook: 'before the answer' },
};

export const quirkOf = (source: string): Quirk => ({ ...ordinary, ...quirks[source] });
