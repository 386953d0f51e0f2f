// Which files are taken: pictures, and videos by what must be inside them.

/** Types of pictures that are taken. A GIF is a video, SVG a program: neither is. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];

/** Types of videos that are taken, and what a file of that type is to be inside (core/container.ts). */
export const containers = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'video/x-matroska': 'matroska',
} as const;
export type VideoType = keyof typeof containers;
export const videoTypes = Object.keys(containers) as readonly VideoType[];
