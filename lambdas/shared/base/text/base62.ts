// Numbers as base62 text of fixed length: digits, capitals, lower-case letters, in ASCII order.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `value` (0 <= value < 62^length) as exactly `length` base62 characters. */
export function toBase62(value: bigint, length: number): string {
  if (value < 0n || value >= 62n ** BigInt(length))
    throw new RangeError(`${value} does not fit ${length} base62 digits`);
  let text = '';
  for (let rest = value, i = 0; i < length; i++, rest /= 62n) text = ALPHABET[Number(rest % 62n)] + text;
  return text;
}
