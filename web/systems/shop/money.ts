// Prices: whole cents in the code, euros on the page.

const euros = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' });

export const price = (cents: number): string => euros.format(cents / 100);

/** Parses euros as a user types them, `4.8` or `4,80`; `undefined` when it is not a price. */
export function centsOf(typed: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined) return undefined;
  const cents = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return cents > 0 ? cents : undefined;
}

/** The value of an edit field: `4.80`. */
export const typedPrice = (cents: number): string => (cents / 100).toFixed(2);
