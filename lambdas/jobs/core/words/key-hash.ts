// Hash of a key: big-endian groups of four bytes, the last one padded with zeros; then the length.
// The word table computes the same hash while it reads (word-table.ts). Low bits pick a slot, high bits a partition.

export const hashGroup = (hash: number, group: number): number => {
  const mixed = Math.imul(hash ^ group, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

/** The last steps of MurmurHash3 (Appleby, public domain). */
export function finishHash(hash: number, length: number): number {
  let mixed = hash ^ length;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Hashes the bytes [from, to). */
export function hashOf(key: Uint8Array, to = key.length, from = 0): number {
  let hash = 0;
  let i = from;
  for (; i + 4 <= to; i += 4)
    hash = hashGroup(
      hash,
      ((key[i] as number) << 24) |
        ((key[i + 1] as number) << 16) |
        ((key[i + 2] as number) << 8) |
        (key[i + 3] as number),
    );
  if (i < to) {
    let group = 0;
    for (let j = i; j < i + 4; j += 1) group = (group << 8) | (j < to ? (key[j] as number) : 0);
    hash = hashGroup(hash, group);
  }
  return finishHash(hash, to - from);
}
