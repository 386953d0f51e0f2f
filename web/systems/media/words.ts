// The texts of the media pages.

import type { Media } from '../../../lambdas/media/contract.ts';
import { acceptedType } from '../../../lambdas/media/files/accepted-files.ts';

type Kind = Media['kind'];

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'];
/** By file extension, because not every operating system knows all of these types. */
const videoEndings: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
};
const videoTypes = [...new Set(Object.values(videoEndings))];
/** Value of the file field's `accept` attribute. */
export const ACCEPTED = [...pictureTypes, ...videoTypes, ...Object.keys(videoEndings).map((ending) => `.${ending}`)];

/** The API's limits. */
export const mostBytes: Readonly<Record<Kind, number>> = { image: 20 * 2 ** 20, video: 2 ** 30 };

/** The type that the browser reports, by the name the API uses for it, else the one that the file extension implies. */
export function typeOf({ type, name }: Pick<File, 'type' | 'name'>): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return acceptedType(type) ?? (type || (Object.hasOwn(videoEndings, ending) ? (videoEndings[ending] ?? '') : ''));
}

/** Why a file cannot be sent at all; `undefined` when it can. */
export function refusalOf(file: Pick<File, 'type' | 'name' | 'size'>): string | undefined {
  const type = typeOf(file);
  const isPicture = pictureTypes.includes(type);
  if (!isPicture && !videoTypes.includes(type))
    return 'Only JPEG, PNG and WebP pictures and MP4, MOV, WebM and MKV videos are accepted.';
  if (file.size === 0) return 'The file is empty.';
  if (isPicture) return file.size > mostBytes.image ? 'The picture is over 20 MB.' : undefined;
  return file.size > mostBytes.video ? 'The video is over 1 GB. Make it shorter or smaller first.' : undefined;
}

type Reason = NonNullable<Media['reason']>;

/** The reason of a refusal, and what to do about it. */
export const reasons: Readonly<Record<Reason, string | Readonly<Record<Kind, string>>>> = {
  UPLOAD_EXPIRED: {
    image: 'The upload did not arrive within 15 minutes. Choose the file again.',
    video: 'The upload did not finish in time: 15 minutes, or 6 hours above 100 MB. Choose the file again.',
  },
  TYPE_MISMATCH: 'The file type does not match the file name. Rename the file or save it again.',
  TOO_MANY_PIXELS: {
    image: 'The picture has more than 40 million pixels. Resize it first.',
    video: 'The video is larger than 1080p (1920 × 1080). Export it at a smaller size.',
  },
  PROCESSING_FAILED: {
    image: 'The picture could not be processed. Upload it again.',
    video: 'The video could not be transcoded after several attempts. Upload it again.',
  },
  NOT_AN_IMAGE: 'This is not a JPEG, PNG or WebP picture, whatever its name says.',
  ANIMATED: 'The picture is animated. Only still pictures are accepted.',
  DAMAGED: 'The file is damaged or incomplete. Save it again, then upload it again.',
  EMPTY: 'The file is empty.',
  NOT_A_VIDEO: 'This is not an MP4, MOV, WebM or MKV video, whatever its name says.',
  TRUNCATED: 'The video is incomplete: its end is missing. Copy or export it again, then upload it again.',
  NO_VIDEO: 'The file has no video track.',
  UNSUPPORTED_CODEC: 'The video codec is not supported. Export the video as MP4 with H.264.',
  DOLBY_VISION_ONLY:
    'The video is Dolby Vision without a picture for other players (profile 5). Export it as HDR10, HLG or SDR.',
  BROKEN: 'The video cannot be decoded. Export it again.',
  TOO_LONG: 'The video is longer than 20 minutes. Split it into shorter videos.',
  TOO_SMALL: 'The video is smaller than 16 pixels. Export it at a larger size.',
  KEY_FRAMES_TOO_FAR_APART:
    'The video has no key frame for over two minutes, so it cannot be transcoded in parts. Export it with a key frame every few seconds.',
  TOO_SLOW: 'Reading the video took too long. Export it as MP4 with H.264 and AAC.',
  UPLOAD_CHANGED: 'The upload was replaced during the transcoding. Upload it again.',
  NO_MORE_VIDEO_TODAY: 'All users together have reached the daily limit of video (UTC). Try again tomorrow.',
  TOO_MUCH_VIDEO_TODAY: 'You have reached the daily limit of an hour of video (UTC). Try again tomorrow.',
};

export function reasonOf({ kind, reason }: Pick<Media, 'kind' | 'reason'>): string | undefined {
  const words = reason === null ? undefined : reasons[reason];
  return typeof words === 'object' ? words[kind] : words;
}

const untitled: Readonly<Record<Kind, string>> = { image: 'A picture', video: 'A video' };

/** Only its owner sees the file name. */
export const nameOf = ({ title, filename, kind }: Pick<Media, 'title' | 'filename' | 'kind'>): string =>
  title ?? filename ?? untitled[kind];

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

/** Said when a video plays without the sound it came with. */
export const soundWords = ({ sound }: Pick<NonNullable<Media['video']>, 'sound'>): string | undefined =>
  sound === 'UNREADABLE'
    ? 'Plays without sound: its sound has an unsupported codec, or is damaged. Export the video with AAC sound to hear it.'
    : undefined;

/** The author of the captions, worded so that nobody mistakes a sample for a transcript. */
export function captionWords({ state, source, language }: NonNullable<Media['video']>['captions']): string {
  if (state === 'OFF') return 'No captions: they are not made here.';
  if (state === 'NONE') return 'No captions: the video has no sound.';
  if (state === 'PENDING') return 'Captions are in progress. They appear here when they are ready.';
  if (state === 'FAILED') return 'Captions could not be created for this video.';
  if (source === 'sample')
    return 'The captions are sample text from the emulator, which does not recognise speech. They are not a transcript of this video.';
  const by = source === 'transcribe' ? 'Amazon Transcribe' : 'Whisper';
  return `Captions recognised by ${by}${language ? ` (${language})` : ''}. Nobody has checked them.`;
}
