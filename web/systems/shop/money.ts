// Prices: whole cents inside, euros on the page.

const euros = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' });

export const price = (cents: number): string => euros.format(cents / 100);

/** What a person typed as euros, `4.8` or `4,80`; undefined when it is no price. */
export function centsOf(typed: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined) return undefined;
  const cents = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return cents > 0 ? cents : undefined;
}

/** For a field that is edited: `4.80`. */
export const typedPrice = (cents: number): string => (cents / 100).toFixed(2);
