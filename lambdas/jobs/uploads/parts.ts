// The parts of an upload over the limit of a single one: their lengths, and which of them are not what they must be. Pure.

export const PART_BYTES = 64 * 2 ** 20;

export const partCount = (sizeBytes: number): number => Math.ceil(sizeBytes / PART_BYTES);

/** `number` counts from 1, as S3 does. */
export const partLength = (sizeBytes: number, number: number): number =>
  Math.min(PART_BYTES, sizeBytes - (number - 1) * PART_BYTES);

/** As S3 lists a part. */
export interface UploadedPart {
  readonly PartNumber?: number | undefined;
  readonly ETag?: string | undefined;
  readonly Size?: number | undefined;
}

const bare = (etag: string | undefined): string | undefined => etag?.replaceAll('"', '');

/** Numbers of the parts that are missing, have another length or another ETag than the given one, and of ETags too many. */
export function wrongParts(sizeBytes: number, etags: readonly string[], there: readonly UploadedPart[]): number[] {
  const parts = new Map(there.map((part) => [part.PartNumber, part]));
  const count = partCount(sizeBytes);
  return Array.from({ length: Math.max(count, etags.length) }, (_, i) => i + 1).filter((number) => {
    const part = parts.get(number);
    const isRight = part?.Size === partLength(sizeBytes, number) && bare(part.ETag) === bare(etags[number - 1]);
    return number > count || !isRight;
  });
}
