// Writes what players read first: HLS (RFC 8216), a playlist a track and a master; a DASH manifest; thumbnails for the time line.
import { FRAME_SAMPLES, SAMPLE_RATE } from '../encode-audio.ts';
import { type EncodedChunk, sheetsOf, type TrackPart } from '../encode-chunk.ts';
import { type FrameRate, fpsOf } from '../frame-rate.ts';
import { type Grid, renditionsOf, segmentFramesOf, usualGrid } from '../plan.ts';
import { secondsOf, type Video } from '../probe.ts';
import { timestamp } from '../webvtt.ts';
import { mpd } from './dash.ts';
import { bitrates, type Captions, type PictureTrack, type Track } from './track.ts';

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
export const MPD = 'manifest.mpd';

/** Files in the order to write them: the master last, since a player that finds it plays. Throws when a chunk is missing. */
export function playlists({ video, chunks, audio, captions = [] }: Made, grid = usualGrid): TextFile[] {
  const ordered = chunks.toSorted((a, b) => a.index - b.index);
  const pictures = renditionsOf(video).map((rendition, i) => {
    const parts = ordered.flatMap((chunk) => chunk.parts[i] ?? []);
    return {
      name: rendition.name,
      rendition,
      parts,
      secondsOfSample: 1 / fpsOf(video.rate),
      timescale: video.rate.num,
    };
  });
  for (const track of pictures) mustBeWhole(track, video);
  const secondsOfSample = FRAME_SAMPLES / SAMPLE_RATE;
  const sound = audio && { name: 'audio', parts: [audio], secondsOfSample, timescale: SAMPLE_RATE };
  const subtitles = captions.map((one) => ({
    file: `captions-${plain(one.language)}.m3u8`,
    ...captionsOf(one, video),
  }));
  return [
    ...pictures.map(mediaPlaylist),
    ...(sound ? [mediaPlaylist(sound)] : []),
    ...subtitles.map(({ file, text }) => ({ file, text })),
    { file: 'thumbnails.vtt', text: thumbnailsVtt(video, ordered, grid) },
    { file: MPD, text: mpd(video, { pictures, sound, captions }) },
    { file: MASTER, text: master(video.rate, pictures, sound, subtitles) },
  ];
}

function mustBeWhole({ name, parts }: Track, video: Video): void {
  const frames = parts.flatMap(({ segments }) => segments).reduce((sum, { samples }) => sum + samples, 0);
  if (frames !== video.frames) throw new Error(`${name} has ${frames} of ${video.frames} frames: a chunk is missing`);
  if (new Set(parts.map(({ initSha256 }) => initSha256)).size > 1)
    throw new Error(`${name}: its chunks were not made by the same ffmpeg`);
}

/** Playlist of a track; a segment is a byte range of its chunk's file. */
function mediaPlaylist({ name, parts, secondsOfSample }: Track): TextFile {
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
  return { file: fileOf(name), text };
}

const fileOf = (track: string): string => `${track}.m3u8`;

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

function master(
  rate: FrameRate,
  pictures: readonly PictureTrack[],
  sound: Track | undefined,
  subtitles: readonly { media: string }[],
): string {
  const soundRates = sound ? bitrates(sound) : { average: 0, peak: 0 };
  const streams = pictures.flatMap((track) => {
    const { average, peak } = bitrates(track);
    const codecs = [track, sound].flatMap((each) => each?.parts[0]?.codec ?? []).join(',');
    const attributes = [
      `BANDWIDTH=${peak + soundRates.peak}`,
      `AVERAGE-BANDWIDTH=${average + soundRates.average}`,
      `CODECS="${codecs}"`,
      `RESOLUTION=${track.rendition.width}x${track.rendition.height}`,
      `FRAME-RATE=${fpsOf(rate).toFixed(3)}`,
      ...(sound ? ['AUDIO="audio"'] : []),
      ...(subtitles.length > 0 ? ['SUBTITLES="captions"'] : []),
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, fileOf(track.name)];
  });
  const audio = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2"';
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(sound ? [`${audio},URI="${fileOf(sound.name)}"`] : []),
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
