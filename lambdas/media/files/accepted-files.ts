// Accepted files: pictures, and videos by what their container must hold.

/** Accepted picture types. A GIF is a video and SVG is a program, so neither is accepted. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];

/** Accepted video types, and the container that a file of each type must be (core/container.ts). */
export const containers = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'video/x-matroska': 'matroska',
} as const;
export type VideoType = keyof typeof containers;
export const videoTypes = Object.keys(containers) as readonly VideoType[];
