// The sizes that films are made in.

/** Shorter side of the largest. */
export const TALLEST = 1080;
/** Of films that were accepted when there was no larger one: their chunks have none. */
export const TALLEST_BEFORE = 720;

/** Largest first; bits a second at most, below which quality decides. */
export const ladder = [
  { side: TALLEST, maxBitrate: 5_500_000 },
  { side: 720, maxBitrate: 3_000_000 },
  { side: 480, maxBitrate: 1_400_000 },
] as const;
