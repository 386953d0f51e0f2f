// Encodes a chunk with one process: decodes once and makes every rendition and the thumbnails. The same bytes each time.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { topLevelBoxes } from './boxes.ts';
import { input, type RunLimits, runFfmpeg } from './ffmpeg.ts';
import { type Fragmented, placeFragments } from './fragments.ts';
import { type Chunk, type Grid, type Rendition, renditionsOf, segmentFramesOf, usualGrid } from './plan.ts';
import type { Video, VideoLimits } from './probe.ts';
import { JPEG_SCALING, scaledFormat, scaledRange, standard } from './source/colours.ts';
import { deinterlaced, fitted } from './source/shape.ts';

/** A file of a track, named within the folder it was made in. */
export interface TrackPart extends Fragmented {
  readonly file: string;
  /** Hash of the initialisation section, which all parts of a track share. */
  readonly initSha256: string;
}

export interface EncodedChunk {
  readonly index: number;
  /** One part for each rendition, largest first. */
  readonly parts: readonly (TrackPart & { readonly rendition: Rendition })[];
  readonly thumbnails: ThumbnailSheet;
}

/** A picture of tiles, row by row, one tile for each segment; a chunk of several grid lengths has more of them. */
export interface ThumbnailSheet {
  readonly file: string;
  readonly more?: readonly string[];
  readonly columns: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

/** A stream may announce larger pictures at any time, so the limit of probing applies here too. */
export type EncodeLimits = RunLimits & Pick<VideoLimits, 'maxPixels'>;

export interface Work {
  readonly ffmpeg: string;
  readonly source: string;
  readonly video: Video;
  /** Existing folder for the results. */
  readonly folder: string;
  readonly limits: EncodeLimits;
  readonly grid?: Grid;
}

export const sheetsOf = ({ file, more = [] }: ThumbnailSheet): string[] => [file, ...more];

const COLUMNS = 5;
const THUMBNAIL_SIDE = 90;
const numbered = (name: string, index: number, extension: string): string =>
  `${name}-${String(index).padStart(5, '0')}.${extension}`;

/**
 * Writes the files of one chunk to `folder`; another run replaces them with the same bytes. `onFrames` gets the count of finished frames.
 * Rejects as runFfmpeg does, and when the source has another number of frames than planned.
 */
export async function encodeChunk(
  { ffmpeg, source, video, folder, limits, grid = usualGrid }: Work,
  chunk: Chunk,
  onFrames: (frames: number) => void = () => {},
): Promise<EncodedChunk> {
  const renditions = renditionsOf(video);
  const gop = segmentFramesOf(grid, video.rate);
  const tiles = Math.ceil(chunk.frames / gop);
  const sheets = Math.ceil(tiles / grid.segmentsPerChunk);
  const thumbnails = thumbnailSheet(video, numbered('thumbnails', chunk.index, 'jpg'), sheets);
  const outputs = renditions.flatMap((rendition, i) => [
    ...['-map', `[v${i}]`, ...videoOptions(rendition, video, gop), '-frames:v', `${chunk.frames}`],
    `file:${join(folder, numbered(rendition.name, chunk.index, 'mp4'))}`,
  ]);
  const sheet = [
    ...['-map', '[t]', '-frames:v', `${sheets}`, '-c:v', 'mjpeg', '-q:v', '5', ...exact],
    // Sheets are far apart in time, and ffmpeg would repeat each one in between.
    ...(sheets === 1 ? ['-update', '1'] : ['-fps_mode', 'passthrough', '-start_number', '0']),
    ...['-f', 'image2', `file:${join(folder, sheets === 1 ? thumbnails.file : patternOf(thumbnails.file))}`],
  ];
  await runFfmpeg(
    ffmpeg,
    [
      // Seeks to the key frame, from which the filters count, not to the frame itself: the frame before it may be shown for long.
      ...['-noaccurate_seek', '-seek_timestamp', '1', '-ss', seconds(video.startSeconds + chunk.decodeFromSeconds)],
      // A picture of another size within the film is scaled like the others and does not restart the count.
      ...['-reinit_filter', '0', ...input(source, video.container, limits.maxPixels)],
      ...[
        '-filter_complex_threads',
        '1',
        '-filter_complex',
        graph(video, chunk, renditions, gop, thumbnails, grid.segmentsPerChunk),
      ],
      ...outputs,
      ...sheet,
    ],
    limits,
  ).finally(whileWritten(join(folder, numbered(renditions[0]?.name ?? '', chunk.index, 'mp4')), gop, onFrames));
  const parts: EncodedChunk['parts'][number][] = [];
  for (const rendition of renditions) {
    const file = numbered(rendition.name, chunk.index, 'mp4');
    const part = await placedPart(folder, file, chunk.firstFrame * video.rate.den, chunk.firstFrame / gop + 1);
    const made = part.segments.reduce((sum, { samples }) => sum + samples, 0);
    if (made !== chunk.frames) throw new Error(`${file} has ${made} frames instead of ${chunk.frames}`);
    parts.push({ ...part, rendition });
  }
  onFrames(chunk.frames);
  return { index: chunk.index, parts, thumbnails };
}

const LOOK_MS = 500;

/** Reports frames by complete segments in the file: ffmpeg itself is silent until its last output, the sheet, begins near the end. */
function whileWritten(path: string, gop: number, onFrames: (frames: number) => void): () => void {
  let over = false;
  const look = async (): Promise<void> => {
    const segments = await segmentsIn(path);
    if (!over && segments > 0) onFrames(segments * gop);
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return () => {
    over = true;
    clearInterval(timer);
  };
}

/** Counts complete segments; zero while the file does not exist. */
async function segmentsIn(path: string): Promise<number> {
  try {
    const file = await open(path);
    try {
      const { boxes } = await topLevelBoxes(file);
      // The last one may still be incomplete.
      return boxes.filter(({ type }) => type === 'moof').length - 1;
    } finally {
      await file.close();
    }
  } catch {
    return 0;
  }
}

/** Omits dates and program versions: the same input gives the same file. */
export const exact = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];

/** Writes a fragment a segment; picture times begin at 0 without an edit list. */
export const fragmented = ['-movflags', '+cmaf+skip_trailer', '-f', 'mp4'];

const seconds = (value: number): string => value.toFixed(6);

function videoOptions({ maxBitrate }: Rendition, { rate }: Video, gop: number): string[] {
  return [
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-profile:v', 'high', '-threads', '1'],
    ...['-maxrate', `${maxBitrate}`, '-bufsize', `${2 * maxBitrate}`],
    // Closed groups of one length: key frames on the points of the grid, and nowhere else.
    ...['-g', `${gop}`, '-keyint_min', `${gop}`, '-sc_threshold', '0'],
    ...exact,
    ...['-flags', '+cgop+bitexact', '-video_track_timescale', `${rate.num}`, ...fragmented],
  ];
}

/**
 * Selects frames by number: `fps` puts every source frame on the grid that begins with the film's first frame, `trim`
 * takes this chunk's, and the last is held where the source ends early. Smaller pictures are scaled from larger ones.
 */
function graph(
  video: Video,
  { firstFrame, frames, decodeFromSeconds }: Chunk,
  renditions: readonly Rendition[],
  gop: number,
  { columns, tileWidth, tileHeight }: ThumbnailSheet,
  tilesEach: number,
): string {
  const tiles = Math.ceil(frames / gop);
  const { rate, startSeconds, colours } = video;
  const chain = [
    `[0:V:0]${deinterlaced(video)}setpts=PTS-${seconds(startSeconds)}/TB`,
    `fps=${rate.num}/${rate.den}:start_time=${seconds(Math.max(0, decodeFromSeconds))}`,
    'tpad=stop=-1:stop_mode=clone',
    `trim=start_pts=${firstFrame}:end_pts=${firstFrame + frames}`,
    `setpts=PTS-${firstFrame}`,
  ].join(',');
  const parts = renditions.map(({ width, height }, i) => {
    const scaled =
      i === 0
        ? `${fitted(width, height, `flags=bicubic${scaledRange(colours)}`, scaledFormat(colours))},${standard(colours)}`
        : `scale=${width}:${height}:flags=bicubic,`;
    return `[s${i}]${scaled}setsar=1,format=yuv420p,split[v${i}][s${i + 1}]`;
  });
  const layout = `${columns}x${Math.ceil(Math.min(tiles, tilesEach) / columns)}`;
  // A sheet that is full before its last row leaves memory as it was beside it, unless it has a margin to fill.
  const tiled = tiles > tilesEach ? `${layout}:nb_frames=${tilesEach}:margin=2,crop=iw-4:ih-4:2:2` : layout;
  const sheet = `[s${renditions.length}]select='not(mod(n,${gop}))',scale=${tileWidth}:${tileHeight}:${JPEG_SCALING},format=yuvj420p,tile=${tiled}[t]`;
  return [`${chain}[s0]`, ...parts, sheet].join(';');
}

/** For image2, which numbers the files. */
const patternOf = (file: string): string => file.replace(/-\d+\.jpg$/, '-%05d.jpg');

function thumbnailSheet({ width, height }: Video, name: string, sheets: number): ThumbnailSheet {
  const scale = THUMBNAIL_SIDE / Math.min(width, height);
  const even = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2));
  const size = { columns: COLUMNS, tileWidth: even(width), tileHeight: even(height) };
  if (sheets === 1) return { file: name, ...size };
  const [file = '', ...more] = Array.from({ length: sheets }, (_, i) => numbered(name.replace('.jpg', ''), i, 'jpg'));
  return { file, more, ...size };
}

/** Moves a file to its position in the film; see placeFragments. */
export async function placedPart(
  folder: string,
  file: string,
  ticks: number,
  firstFragment: number,
): Promise<TrackPart> {
  const path = join(folder, file);
  const placed = await placeFragments(path, ticks, firstFragment);
  const made = await open(path);
  try {
    const { buffer } = await made.read(Buffer.alloc(placed.initLength), 0, placed.initLength, 0);
    return { ...placed, file, initSha256: createHash('sha256').update(buffer).digest('hex') };
  } finally {
    await made.close();
  }
}
