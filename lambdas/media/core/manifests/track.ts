// A track of a film as its manifests describe it: parts that follow each other, and the bits a second that players choose by.
import type { TrackPart } from '../encode-chunk.ts';
import type { Rendition } from '../plan.ts';

export interface Track {
  /** Its name in the manifests: `720p`, `audio`. */
  readonly name: string;
  readonly parts: readonly TrackPart[];
  readonly secondsOfSample: number;
  /** Units of time in a second, in its files. */
  readonly timescale: number;
}

export type PictureTrack = Track & { readonly rendition: Rendition };

/** Captions of the whole film, as a WebVTT file. */
export interface Captions {
  readonly file: string;
  /** Language tag: `en`, `pt-BR`. */
  readonly language: string;
  readonly label: string;
}

/** The tracks of a film: pictures, largest first, and its sound if it has any. */
export interface Tracks {
  readonly pictures: readonly PictureTrack[];
  readonly sound: Track | undefined;
  readonly captions: readonly Captions[];
}

/** Bits a second: the average of the track, and the peak of any segment. */
export function bitrates({ parts, secondsOfSample }: Track): { average: number; peak: number } {
  const segments = parts.flatMap((part) => part.segments);
  const rate = (bytes: number, samples: number) => Math.ceil((8 * bytes) / (samples * secondsOfSample));
  const sum = (of: 'length' | 'samples') => segments.reduce((total, segment) => total + segment[of], 0);
  return {
    average: rate(sum('length'), sum('samples')),
    peak: Math.max(...segments.map(({ length, samples }) => rate(length, samples))),
  };
}
