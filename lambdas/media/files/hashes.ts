// Hashes of bytes: they identify uploads, and they name every file made from them.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256, in hexadecimal. */
export const checksumOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** `<128 bits of its hash>.webp`: equal bytes have equal names, and no other bytes ever have that name. */
export const hashedName = (bytes: Uint8Array | string, extension: string): string =>
  `${checksumOf(bytes).slice(0, 32)}.${extension}`;

export async function checksumOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
