// Writes HLS (RFC 8216): a playlist a track, thumbnails for the time line, and a master that names only existing files.
import { FRAME_SAMPLES, SAMPLE_RATE } from './encode-audio.ts';
import { type EncodedChunk, sheetsOf, type TrackPart } from './encode-chunk.ts';
import { type FrameRate, fpsOf } from './frame-rate.ts';
import { type Grid, type Rendition, renditionsOf, segmentFramesOf, usualGrid } from './plan.ts';
import { secondsOf, type Video } from './probe.ts';
import { timestamp } from './webvtt.ts';

/** Captions of the whole film, as a WebVTT file. */
export interface Captions {
  readonly file: string;
  /** Language tag: `en`, `pt-BR`. */
  readonly language: string;
  readonly label: string;
}

export interface Made {
  readonly video: Video;
  readonly chunks: readonly EncodedChunk[];
  readonly audio: TrackPart | undefined;
  readonly captions?: readonly Captions[];
}

export interface TextFile {
  readonly file: string;
  readonly text: string;
}

export const MASTER = 'master.m3u8';

interface Track {
  readonly file: string;
  readonly parts: readonly TrackPart[];
  readonly secondsOfSample: number;
}

/** Files in the order to write them: the master last, since a player that finds it plays. Throws when a chunk is missing. */
export function playlists({ video, chunks, audio, captions = [] }: Made, grid = usualGrid): TextFile[] {
  const ordered = chunks.toSorted((a, b) => a.index - b.index);
  const renditions = renditionsOf(video);
  const tracks = renditions.map(({ name }, i) => {
    const parts = ordered.flatMap((chunk) => chunk.parts[i] ?? []);
    return { file: `${name}.m3u8`, parts, secondsOfSample: 1 / fpsOf(video.rate) };
  });
  for (const track of tracks) mustBeWhole(track, video);
  const sound = audio && { file: 'audio.m3u8', parts: [audio], secondsOfSample: FRAME_SAMPLES / SAMPLE_RATE };
  const subtitles = captions.map((one) => ({
    file: `captions-${plain(one.language)}.m3u8`,
    ...captionsOf(one, video),
  }));
  return [
    ...tracks.map(mediaPlaylist),
    ...(sound ? [mediaPlaylist(sound)] : []),
    ...subtitles.map(({ file, text }) => ({ file, text })),
    { file: 'thumbnails.vtt', text: thumbnailsVtt(video, ordered, grid) },
    { file: MASTER, text: master(video.rate, renditions, tracks, sound, subtitles) },
  ];
}

function mustBeWhole({ file, parts }: Track, video: Video): void {
  const frames = parts.flatMap(({ segments }) => segments).reduce((sum, { samples }) => sum + samples, 0);
  if (frames !== video.frames) throw new Error(`${file} has ${frames} of ${video.frames} frames: a chunk is missing`);
  if (new Set(parts.map(({ initSha256 }) => initSha256)).size > 1)
    throw new Error(`${file}: its chunks were not made by the same ffmpeg`);
}

/** Playlist of a track; a segment is a byte range of its chunk's file. */
function mediaPlaylist({ file, parts, secondsOfSample }: Track): TextFile {
  const durations = parts.flatMap(({ segments }) => segments.map(({ samples }) => samples * secondsOfSample));
  const [first] = parts;
  const lines = parts.flatMap((part) =>
    part.segments.flatMap(({ offset, length, samples }) => [
      `#EXTINF:${(samples * secondsOfSample).toFixed(6)},`,
      `#EXT-X-BYTERANGE:${length}@${offset}`,
      part.file,
    ]),
  );
  const text = [
    ...header(Math.max(...durations)),
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${first?.file}",BYTERANGE="${first?.initLength}@0"`,
    ...lines,
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
  return { file, text };
}

const header = (longestSeconds: number): string[] => [
  '#EXTM3U',
  '#EXT-X-VERSION:7',
  `#EXT-X-TARGETDURATION:${Math.max(1, Math.round(longestSeconds))}`,
  '#EXT-X-MEDIA-SEQUENCE:0',
  '#EXT-X-PLAYLIST-TYPE:VOD',
];

function captionsOf({ file, language, label }: Captions, video: Video): { text: string; media: string } {
  const duration = secondsOf(video);
  const text = [...header(duration), `#EXTINF:${duration.toFixed(6)},`, file, '#EXT-X-ENDLIST', ''].join('\n');
  const media =
    `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="${plain(label)}",LANGUAGE="${plain(language)}",` +
    `DEFAULT=NO,AUTOSELECT=YES,URI="captions-${plain(language)}.m3u8"`;
  return { text, media };
}

/** A quoted string of HLS cannot hold a quote or a line break, and has no escapes. */
function plain(text: string): string {
  if (/["\r\n]/.test(text)) throw new RangeError(`'${text}' cannot appear in a playlist`);
  return text;
}

/** Bits a second: the average of the track, and the peak of any segment. */
function bitrates({ parts, secondsOfSample }: Track): { average: number; peak: number } {
  const segments = parts.flatMap((part) => part.segments);
  const rate = (bytes: number, samples: number) => Math.ceil((8 * bytes) / (samples * secondsOfSample));
  const sum = (of: 'length' | 'samples') => segments.reduce((total, segment) => total + segment[of], 0);
  return {
    average: rate(sum('length'), sum('samples')),
    peak: Math.max(...segments.map(({ length, samples }) => rate(length, samples))),
  };
}

function master(
  rate: FrameRate,
  renditions: readonly Rendition[],
  tracks: readonly Track[],
  sound: Track | undefined,
  subtitles: readonly { media: string }[],
): string {
  const soundRates = sound ? bitrates(sound) : { average: 0, peak: 0 };
  const streams = tracks.flatMap((track, i) => {
    const { average, peak } = bitrates(track);
    const codecs = [track, sound].flatMap((each) => each?.parts[0]?.codec ?? []).join(',');
    const attributes = [
      `BANDWIDTH=${peak + soundRates.peak}`,
      `AVERAGE-BANDWIDTH=${average + soundRates.average}`,
      `CODECS="${codecs}"`,
      `RESOLUTION=${renditions[i]?.width}x${renditions[i]?.height}`,
      `FRAME-RATE=${fpsOf(rate).toFixed(3)}`,
      ...(sound ? ['AUDIO="audio"'] : []),
      ...(subtitles.length > 0 ? ['SUBTITLES="captions"'] : []),
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, track.file];
  });
  const audio = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2"';
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(sound ? [`${audio},URI="${sound.file}"`] : []),
    ...subtitles.map(({ media }) => media),
    ...streams,
    '',
  ].join('\n');
}

/** Maps seconds to tiles: WebVTT cues whose text is an address with `#xywh` (Media Fragments), as players expect. */
function thumbnailsVtt(video: Video, chunks: readonly EncodedChunk[], grid: Grid): string {
  const gop = segmentFramesOf(grid, video.rate);
  const cues: string[] = [];
  for (const { thumbnails, parts } of chunks) {
    const { columns, tileWidth, tileHeight } = thumbnails;
    const sheets = sheetsOf(thumbnails);
    for (const tile of parts[0]?.segments.keys() ?? []) {
      const from = cues.length * gop;
      const within = tile % grid.segmentsPerChunk;
      const [x, y] = [(within % columns) * tileWidth, Math.floor(within / columns) * tileHeight];
      const time = `${clock(from, video.rate)} --> ${clock(Math.min(video.frames, from + gop), video.rate)}`;
      const file = sheets[Math.floor(tile / grid.segmentsPerChunk)];
      cues.push(`${time}\n${file}#xywh=${x},${y},${tileWidth},${tileHeight}\n`);
    }
  }
  return `WEBVTT\n\n${cues.join('\n')}`;
}

const clock = (frame: number, rate: FrameRate): string => timestamp(Math.round((frame / fpsOf(rate)) * 1000));
