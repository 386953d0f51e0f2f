import { expect, test } from '@jest/globals';
import { ALREADY, type Booking, capturing, charging, refunding, type StoredCharge, voiding } from './charge.ts';

const reference = 'order-1';
const wish = { reference, amount_minor: 100, currency: 'EUR', source: 'pm_ok' } as const;
const own = { reference: 'own', amount_minor: 100 };
const booked = (decided: Booking | typeof ALREADY): StoredCharge => {
  if (decided === ALREADY) throw new Error('nothing was booked');
  return decided.charge;
};
const refusal = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

const authorized = booked(charging(undefined, wish, 1));
const declined = booked(charging(undefined, { ...wish, source: 'pm_declined' }, 1));
const captured = booked(capturing(authorized, own, 2));
const refunded = booked(refunding(captured, own, 3));
const voided = booked(voiding(authorized, reference, 2));
const barred = booked(voiding(undefined, reference, 2));

test('books each step as a state and an entry, version by version', () => {
  const all = [authorized, declined, captured, refunded, voided, barred];
  expect(all.map(({ status, version }) => `${status} ${version}`)).toEqual([
    'authorized 1',
    'declined 1',
    'captured 2',
    'refunded 3',
    'voided 2',
    'barred 1',
  ]);
  expect((capturing(authorized, own, 2) as Booking).entry).toEqual({
    charge: reference,
    kind: 'capture',
    reference: 'own',
    amountMinor: 100,
    source: 'pm_ok',
    bookedAtMs: 2,
  });
});

test('a reference is charged once, for one amount, and not at all when it was barred', () => {
  for (const kept of [authorized, declined, captured, voided]) expect(charging(kept, wish, 5)).toBe(ALREADY);
  expect(refusal(() => charging(authorized, { ...wish, amount_minor: 101 }, 5))).toBe('REFERENCE_REUSED');
  expect(refusal(() => charging(barred, wish, 5))).toBe('REFERENCE_BARRED');
});

test('captures what is authorized, refunds what is captured, voids what is not captured', () => {
  const of = (work: (kept: StoredCharge | undefined) => unknown) =>
    [undefined, authorized, declined, captured, refunded, voided, barred].map((kept) => refusal(() => work(kept)));
  expect(of((kept) => capturing(kept, own, 5))).toEqual([
    'NOT_FOUND',
    'none',
    'NOT_AUTHORIZED',
    'none',
    'NOT_AUTHORIZED',
    'NOT_AUTHORIZED',
    'NOT_AUTHORIZED',
  ]);
  expect(of((kept) => refunding(kept, own, 5))).toEqual([
    'NOT_FOUND',
    'NOT_CAPTURED',
    'NOT_CAPTURED',
    'none',
    'none',
    'NOT_CAPTURED',
    'NOT_CAPTURED',
  ]);
  expect(of((kept) => voiding(kept, reference, 5))).toEqual([
    'none',
    'none',
    'none',
    'ALREADY_CAPTURED',
    'ALREADY_CAPTURED',
    'none',
    'none',
  ]);
});

test('is lenient: what another reference asks for is booked again, so its clients have to mind', () => {
  const again = { ...own, reference: 'another' };
  expect((capturing(captured, again, 5) as Booking).entry?.reference).toBe('another');
  expect((refunding(refunded, again, 5) as Booking).entry?.reference).toBe('another');
});
