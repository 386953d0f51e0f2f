// Whether an upload may be decoded at all, judged by its first bytes. Pure.

import type { ImageType } from '../files/accepted-files.ts';
import type { Reason } from '../files/rejection.ts';
import { limits } from '../limits.ts';
import { type ImageHeader, readHeader } from './image-header.ts';

/** The header if the file may be decoded, else the reason why not. */
export function judge(bytes: Buffer, announced: ImageType): ImageHeader | Reason {
  const header = readHeader(bytes);
  if (header === undefined) return 'NOT_AN_IMAGE';
  if (header === 'damaged') return 'DAMAGED';
  if (header.type !== announced) return 'TYPE_MISMATCH';
  if (header.width * header.height > limits.imagePixels) return 'TOO_MANY_PIXELS';
  if (header.animated) return 'ANIMATED';
  return header;
}
