// Measures how much of a JPEG is missing whose end is missing, by the decoder itself. Pure.

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
/** Longer than a row of blocks that decodes from it, and without 0xff, with which markers begin. */
const NOISE = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 151 + (i >> 3) * 73) % 251));

/** Without the first byte of a marker that was cut in two. */
const uncut = (bytes: Buffer): Buffer => {
  const last = bytes.findLastIndex((byte) => byte !== 0xff);
  return bytes.subarray(0, last + 1);
};

/** The picture with its end: a decoder fills in what it does not find. */
export const ended = (bytes: Buffer): Buffer => Buffer.concat([uncut(bytes), END_OF_IMAGE]);

/** The picture as it would go on with other pixels: a decoder that has found all of them does not read these. */
export const continued = (bytes: Buffer): Buffer => Buffer.concat([uncut(bytes), NOISE, END_OF_IMAGE]);

/** The share of pixels in which the two differ. */
export function differenceOf(one: Uint8Array, other: Uint8Array, channels: number): number {
  if (one.length !== other.length) return 1;
  let different = 0;
  for (let at = 0; at < one.length; at += channels)
    for (let channel = 0; channel < channels; channel += 1)
      if (one[at + channel] !== other[at + channel]) {
        different += 1;
        break;
      }
  return (different * channels) / one.length;
}
