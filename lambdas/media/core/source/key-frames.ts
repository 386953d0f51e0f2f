// The cost of decoding a film from its key frames: how far apart they are, and how many pictures are between them.

/** The pictures of a film, which may be fewer than its frames. */
export interface Pictures {
  readonly perSecond: number;
  /** End of the last one, in seconds from the film's start. */
  readonly endSeconds: number;
}

/** Pictures a second that limits in seconds are made for. Fewer cost less: a slide of an hour is one picture. */
const USUAL_PICTURES = 25;

/** How much longer than usual a stretch of the film may be, because it has fewer pictures. */
export const sparsenessOf = ({ perSecond }: Pictures): number => Math.max(1, USUAL_PICTURES / perSecond);

/** The longest time from one key frame to the next or to the last picture's end, in seconds. */
export function farthestGap(keyFrameSeconds: readonly number[], { endSeconds }: Pictures): number {
  const ends = [...keyFrameSeconds.slice(1), endSeconds];
  return keyFrameSeconds.reduce((gap, at, i) => Math.max(gap, (ends[i] ?? at) - at), 0);
}
