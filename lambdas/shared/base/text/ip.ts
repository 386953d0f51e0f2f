// IPv6 addresses as numbers, so different spellings of one address are equal.

/** The eight 16-bit groups of an IPv6 address (`isIPv6`), read by the URL parser in any spelling. Drops the zone. */
export function ipv6Groups(address: string): number[] {
  const canonical = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = canonical.split('::');
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const left = parse(head);
  const right = parse(tail);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** The IPv4 address that two groups hold, for example `198.51.100.7`. */
export const dotted = (high: number, low: number): string => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
