// What the page says about media.
import type { Media } from '../../lambdas/media/contract.ts';

export const TYPES = ['image/jpeg', 'image/png', 'image/webp'];
/** As the API has it. */
export const MOST_BYTES = 20 * 2 ** 20;

type Reason = NonNullable<Media['reason']>;

/** Why, and what to do about it. */
export const reasons: Readonly<Record<Reason, string>> = {
  UPLOAD_EXPIRED: 'The upload did not come within 15 minutes. Choose the file again.',
  NOT_AN_IMAGE: 'This is no JPEG, PNG or WebP picture, whatever its name says.',
  TYPE_MISMATCH: 'The file is of another type than its name says. Rename it, or save it anew.',
  TOO_MANY_PIXELS: 'The picture has over 40 million pixels. Make it smaller first.',
  ANIMATED: 'The picture moves, and only still ones are taken.',
  DAMAGED: 'The file is damaged or cut off. Save it anew, or upload it again.',
  PROCESSING_FAILED: 'The picture could not be processed. Upload it again.',
};

export const nameOf = ({ title, filename }: Pick<Media, 'title' | 'filename'>): string => title ?? filename;

/** Why a file cannot be sent at all; undefined when it can. */
export function refusalOf({ type, size }: Pick<File, 'type' | 'size'>): string | undefined {
  if (!TYPES.includes(type)) return 'Only JPEG, PNG and WebP pictures are taken.';
  if (size === 0) return 'The file is empty.';
  return size > MOST_BYTES ? 'The file is over 20 MB.' : undefined;
}
