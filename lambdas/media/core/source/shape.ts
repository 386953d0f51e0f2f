// ffmpeg filters that give every picture of a film one shape: fitted, never stretched, and not in two fields.
import type { Video } from '../probe.ts';
import { scaledFormat } from './colours.ts';

/**
 * Scales to the size, and puts a picture of another shape in its middle, on black. Each picture is measured, since a
 * recording changes its shape when its window or the camera is turned. Two pixels less than the size is a rounded side.
 * `format`: that of all pictures, before black can be added.
 */
export const fitted = (width: number, height: number, scaling: string, format = 'yuv420p'): string =>
  [
    `scale=w='if(gte(${height}*dar,${width}-2),${width},max(2,2*floor(${height}*dar/2)))'` +
      `:h='if(gte(${width}/dar,${height}-2),${height},max(2,2*floor(${width}/dar/2)))':eval=frame:${scaling}`,
    `format=${format}`,
    `pad=${width}:${height}:-1:-1:eval=frame`,
  ].join(',');

/**
 * The filters, each with a comma after it, that make whole pictures of two fields. Their neighbours have to be of the same
 * size. Films of whole pictures pass as they are.
 */
export const deinterlaced = ({ isInterlaced, width, height, colours }: Video): string =>
  isInterlaced
    ? `${fitted(even(width), even(height), 'interl=-1', scaledFormat(colours))},setsar=1,bwdif=mode=send_frame:deint=interlaced,`
    : '';

const even = (length: number): number => 2 * Math.round(length / 2);
