// Accepted files: pictures, and videos by what their container must hold.

/** Accepted picture types. A GIF is a video and SVG is a program, so neither is accepted. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];

/** Accepted video types, and the container that a file of each type must be (core/source/container.ts). */
export const containers = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'video/x-matroska': 'matroska',
} as const;
export type VideoType = keyof typeof containers;
export const videoTypes = Object.keys(containers) as readonly VideoType[];

/** Names that browsers and systems give to accepted types. */
const otherNames = new Map<string, ImageType | VideoType>([
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/x-png', 'image/png'],
  ['application/mp4', 'video/mp4'],
  ['video/m4v', 'video/mp4'],
  ['video/x-m4v', 'video/mp4'],
  ['video/x-mp4', 'video/mp4'],
  ['video/x-quicktime', 'video/quicktime'],
  ['video/x-webm', 'video/webm'],
  ['video/matroska', 'video/x-matroska'],
  ['video/mkv', 'video/x-matroska'],
  ['video/x-mkv', 'video/x-matroska'],
]);

/**
 * The accepted type that is meant: in any case, by another name, with parameters (`video/webm;codecs=vp9,opus`). Undefined
 * for any other. What the file is, its bytes decide.
 */
export function acceptedType(contentType: string): ImageType | VideoType | undefined {
  const [name = ''] = contentType.toLowerCase().split(';');
  const type = name.trim();
  return [...imageTypes, ...videoTypes].find((one) => one === type) ?? otherNames.get(type);
}
