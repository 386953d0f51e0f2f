// How the simulated bank misbehaves, by the source of the money: what a client has to live with, one test card each.

export interface Quirk {
  /** So many tries of each booking are answered 500, before anything is booked. */
  readonly failsFirst: number;
  /** Each booking is answered so late. */
  readonly delayMs: number;
  readonly webhook: 'once' | 'twice' | 'before the answer';
}

const ordinary: Quirk = { failsFirst: 0, delayMs: 0, webhook: 'once' };

const quirks: Readonly<Record<string, Partial<Quirk>>> = {
  pm_slow: { delayMs: 2000 },
  pm_flaky: { failsFirst: 2 },
  // Longer than any client should wait: what was booked stays booked, and nobody hears of it.
  pm_lost_answer: { delayMs: 4000 },
  pm_duplicate_webhook: { webhook: 'twice' },
  pm_early_webhook: { webhook: 'before the answer' },
};

export const quirkOf = (source: string): Quirk => ({ ...ordinary, ...quirks[source] });
