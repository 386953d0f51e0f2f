// The texts of the media pages.
import type { Media } from '../../../lambdas/media/contract.ts';

type Kind = Media['kind'];

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'];
/** By file extension, because not every operating system knows all of these types. */
const videoEndings: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
};
const videoTypes = Object.values(videoEndings);
/** Value of the file field's `accept` attribute. */
export const ACCEPTED = [...pictureTypes, ...videoTypes, ...Object.keys(videoEndings).map((ending) => `.${ending}`)];

/** The API's limits. */
export const mostBytes: Readonly<Record<Kind, number>> = { image: 20 * 2 ** 20, video: 2 ** 30 };

/** The type that the browser reports, else the one that the file extension implies. */
export function typeOf({ type, name }: Pick<File, 'type' | 'name'>): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return type || (Object.hasOwn(videoEndings, ending) ? (videoEndings[ending] ?? '') : '');
}

/** Why a file cannot be sent at all; `undefined` when it can. */
export function refusalOf(file: Pick<File, 'type' | 'name' | 'size'>): string | undefined {
  const type = typeOf(file);
  const isPicture = pictureTypes.includes(type);
  if (!isPicture && !videoTypes.includes(type))
    return 'Only JPEG, PNG and WebP pictures and MP4, MOV, WebM and MKV videos are taken.';
  if (file.size === 0) return 'The file is empty.';
  if (isPicture) return file.size > mostBytes.image ? 'The picture is over 20 MB.' : undefined;
  return file.size > mostBytes.video ? 'The video is over 1 GB. Make it shorter or smaller first.' : undefined;
}

type Reason = NonNullable<Media['reason']>;

/** The reason of a refusal, and what to do about it. */
export const reasons: Readonly<Record<Reason, string | Readonly<Record<Kind, string>>>> = {
  UPLOAD_EXPIRED: {
    image: 'The upload did not come within 15 minutes. Choose the file again.',
    video: 'The upload was not complete in time: 15 minutes, or 6 hours above 100 MB. Choose the file again.',
  },
  TYPE_MISMATCH: 'The file is of another type than its name says. Rename it, or save it anew.',
  TOO_MANY_PIXELS: {
    image: 'The picture has over 40 million pixels. Make it smaller first.',
    video: 'The video is larger than 1080p (1920 × 1080). Export it smaller first.',
  },
  PROCESSING_FAILED: {
    image: 'The picture could not be processed. Upload it again.',
    video: 'The video could not be transcoded, though it was tried several times. Upload it again.',
  },
  NOT_AN_IMAGE: 'This is no JPEG, PNG or WebP picture, whatever its name says.',
  ANIMATED: 'The picture moves, and only still ones are taken.',
  DAMAGED: 'The file is damaged or cut off. Save it anew, or upload it again.',
  EMPTY: 'The file is empty.',
  NOT_A_VIDEO: 'This is no MP4, MOV, WebM or MKV video, whatever its name says.',
  TRUNCATED: 'The video is cut off: its end is missing. Copy or export it anew, then upload it again.',
  NO_VIDEO: 'There are no moving pictures in the file, only sound or nothing.',
  UNSUPPORTED_CODEC:
    'The video or its sound is encoded in a way that is not taken. Export it as MP4 with H.264 and AAC.',
  BROKEN: 'The video cannot be decoded. Export it anew.',
  TOO_LONG: 'The video is longer than 20 minutes. Cut it into shorter ones.',
  TOO_SMALL: 'The video is smaller than 16 pixels. Export it larger.',
  KEY_FRAMES_TOO_FAR_APART:
    'The video has too few key frames to be transcoded in parts. Export it with one every few seconds.',
  TOO_SLOW: 'Reading the video took too long. Export it as MP4 with H.264 and AAC.',
  UPLOAD_CHANGED: 'The upload was replaced while it was transcoded. Upload it again.',
  TOO_MUCH_VIDEO_TODAY:
    'You have had an hour of video transcoded today (UTC), which is all of a day. Try again tomorrow.',
};

export function reasonOf({ kind, reason }: Pick<Media, 'kind' | 'reason'>): string | undefined {
  const words = reason === null ? undefined : reasons[reason];
  return typeof words === 'object' ? words[kind] : words;
}

export const nameOf = ({ title, filename }: Pick<Media, 'title' | 'filename'>): string => title ?? filename;

/** `1:05`, `1:02:05`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** How much of a video is transcoded: the progress of its slowest rendition. */
export const percentOf = ({ video }: Pick<Media, 'video'>): number =>
  Math.min(100, ...(video?.renditions ?? []).map(({ percent }) => percent));

export const isMoving = ({ state }: Pick<Media, 'state'>): boolean => state === 'PENDING' || state === 'PROCESSING';

/** Who wrote the captions, worded so that nobody mistakes a sample for a transcript. */
export function captionWords({ state, source, language }: NonNullable<Media['video']>['captions']): string {
  if (state === 'NONE') return 'No captions: the video has no sound.';
  if (state === 'PENDING') return 'Captions are on their way. They appear here when they are made.';
  if (state === 'FAILED') return 'Captions could not be made for this video.';
  if (source === 'sample')
    return 'The captions are a sample text of the emulator, which recognises no speech. They are no transcript of this video.';
  const by = source === 'transcribe' ? 'Amazon Transcribe' : 'Whisper';
  return `Captions recognised by ${by}${language ? ` (${language})` : ''}. No person has checked them.`;
}
