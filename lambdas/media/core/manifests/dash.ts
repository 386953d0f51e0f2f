// Writes a DASH manifest (ISO/IEC 23009-1, static): the byte ranges that the HLS playlists name, captions as a track.
import { secondsOf, type Video } from '../probe.ts';
import { bitrates, type Captions, type PictureTrack, type Track, type Tracks } from './track.ts';

type Attributes = Readonly<Record<string, string | number>>;

/** An element, indented below its parent. Attributes and text may hold anything. */
function element(name: string, attributes: Attributes, content: readonly string[] | string = []): string {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(`${value}`)}"`)].join(' ');
  if (content.length === 0) return `<${open}/>`;
  if (typeof content === 'string') return `<${open}>${escaped(content)}</${name}>`;
  return `<${open}>\n${content.map((line) => line.replaceAll(/^/gm, '  ')).join('\n')}\n</${name}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (one) => entities[one] ?? one);

/** The manifest. Names of files are relative to its own address. */
export function mpd(video: Video, { pictures, sound, captions }: Tracks): string {
  const sets = [
    element(
      'AdaptationSet',
      { id: 1, contentType: 'video', mimeType: 'video/mp4', ...alike },
      pictures.map(picture(video)),
    ),
    ...(sound ? [soundSet(sound)] : []),
    ...captions.map(captionSet),
  ];
  const whole = {
    xmlns: 'urn:mpeg:dash:schema:mpd:2011',
    profiles: 'urn:mpeg:dash:profile:full:2011',
    type: 'static',
    mediaPresentationDuration: duration(secondsOf(video)),
    minBufferTime: 'PT4S',
  };
  const period = element('Period', { id: 1, start: 'PT0S' }, sets);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('MPD', whole, [period])}\n`;
}

/** Segments of all sizes begin at the same moments, with a key frame. */
const alike = { segmentAlignment: 'true', startWithSAP: 1 } as const;

const duration = (seconds: number): string => `PT${seconds.toFixed(6)}S`;

function picture({ rate }: Video): (track: PictureTrack) => string {
  const frameRate = `${rate.num}/${rate.den}`;
  return (track) => {
    const { width, height } = track.rendition;
    return representation(track, { width, height, frameRate, sar: '1:1' });
  };
}

const soundSet = (sound: Track): string =>
  element('AdaptationSet', { id: 2, contentType: 'audio', mimeType: 'audio/mp4', ...alike }, [
    representation(sound, { audioSamplingRate: sound.timescale }, [
      element('AudioChannelConfiguration', {
        schemeIdUri: 'urn:mpeg:dash:23003:3:audio_channel_configuration:2011',
        value: 2,
      }),
    ]),
  ]);

/** All segments but the last have one length, so a single duration places them. */
function representation(track: Track, more: Attributes, before: readonly string[] = []): string {
  const { name, parts, secondsOfSample, timescale } = track;
  const [first] = parts;
  const samples = first?.segments[0]?.samples ?? 0;
  const segments = parts.flatMap(({ file, segments }) =>
    segments.map(({ offset, length }) => element('SegmentURL', { media: file, mediaRange: range(offset, length) })),
  );
  const begin = { sourceURL: first?.file ?? '', range: range(0, first?.initLength ?? 0) };
  const list = { timescale, duration: Math.round(samples * secondsOfSample * timescale) };
  return element('Representation', { id: name, codecs: first?.codec ?? '', bandwidth: bitrates(track).peak, ...more }, [
    ...before,
    element('SegmentList', list, [element('Initialization', begin), ...segments]),
  ]);
}

const range = (offset: number, length: number): string => `${offset}-${offset + length - 1}`;

/** Bits a second of any captions, nominal. */
const CAPTIONS_BANDWIDTH = 1000;

function captionSet({ file, language, label }: Captions, i: number): string {
  const set = { id: 3 + i, contentType: 'text', mimeType: 'text/vtt', lang: language };
  return element('AdaptationSet', set, [
    element('Label', {}, label),
    element('Role', { schemeIdUri: 'urn:mpeg:dash:role:2011', value: 'subtitle' }),
    element('Representation', { id: `captions-${language}`, bandwidth: CAPTIONS_BANDWIDTH }, [
      element('BaseURL', {}, file),
    ]),
  ]);
}
