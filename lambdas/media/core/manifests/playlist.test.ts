import { describe, expect, test } from '@jest/globals';
import type { EncodedChunk, TrackPart } from '../encode-chunk.ts';
import { planChunks, renditionsOf } from '../plan.ts';
import type { Video } from '../probe.ts';
import { mpd } from './dash.ts';
import { MASTER, type Made, MPD, playlists } from './playlist.ts';

const grid = { segmentSeconds: 2, segmentsPerChunk: 2 };
const video: Video = {
  ...{ container: 'mov', codec: 'h264', width: 1280, height: 720, startSeconds: 0, hasAudio: true },
  ...{ rate: { num: 25_000, den: 1000 }, frames: 225, keyFrameSeconds: [0] },
};

const part = (file: string, samples: readonly number[], bytesOfSample: number, codec: string): TrackPart => {
  let offset = 800;
  const segments = samples.map((count, i) => {
    // Every second segment has twice the bit rate.
    const segment = { offset, length: count * bytesOfSample * (1 + (i % 2)), samples: count };
    offset += segment.length;
    return segment;
  });
  return { file, initLength: 800, initSha256: codec, codec, segments };
};

const chunks: EncodedChunk[] = planChunks(video, grid).map(({ index, frames }) => {
  const segments = [Math.min(50, frames), ...(frames > 50 ? [frames - 50] : [])];
  const parts = renditionsOf(video).map((rendition, i) => ({
    ...part(`${rendition.name}-${index}.mp4`, segments, 4000 / 2 ** i, `avc1.64001${i}`),
    rendition,
  }));
  return { index, parts, thumbnails: { file: `t-${index}.jpg`, columns: 1, tileWidth: 160, tileHeight: 90 } };
});
const audio = part('audio.mp4', [100, 100, 100, 122], 10, 'mp4a.40.2');
const captions = [{ file: 'en.vtt', language: 'en', label: 'English' }];
const textsOf = (made: Made) => new Map(playlists(made, grid).map(({ file, text }) => [file, text]));

describe('playlists', () => {
  test('come in the order of writing: the master last, after all that it names', () => {
    const files = playlists({ video, chunks: chunks.toReversed(), audio, captions }, grid);
    expect(files.map(({ file }) => file)).toEqual([
      ...['720p.m3u8', '480p.m3u8', 'audio.m3u8', 'captions-en.m3u8', 'thumbnails.vtt', MPD, MASTER],
    ]);
    const named = [...(files.at(-1)?.text ?? '').matchAll(/[\w-]+\.m3u8/g)].map(([name]) => name);
    expect(new Set(named)).toEqual(new Set(['720p.m3u8', '480p.m3u8', 'audio.m3u8', 'captions-en.m3u8']));
  });

  test('of a track name each segment as a range of its chunk, whatever the order chunks were done in', () => {
    const text = textsOf({ video, chunks: chunks.toReversed(), audio }).get('720p.m3u8');
    expect(text).toBe(
      [
        ...[
          '#EXTM3U',
          '#EXT-X-VERSION:7',
          '#EXT-X-TARGETDURATION:2',
          '#EXT-X-MEDIA-SEQUENCE:0',
          '#EXT-X-PLAYLIST-TYPE:VOD',
        ],
        ...['#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-MAP:URI="720p-0.mp4",BYTERANGE="800@0"'],
        ...['#EXTINF:2.000000,', '#EXT-X-BYTERANGE:200000@800', '720p-0.mp4'],
        ...['#EXTINF:2.000000,', '#EXT-X-BYTERANGE:400000@200800', '720p-0.mp4'],
        ...['#EXTINF:2.000000,', '#EXT-X-BYTERANGE:200000@800', '720p-1.mp4'],
        ...['#EXTINF:2.000000,', '#EXT-X-BYTERANGE:400000@200800', '720p-1.mp4'],
        ...['#EXTINF:1.000000,', '#EXT-X-BYTERANGE:100000@800', '720p-2.mp4', '#EXT-X-ENDLIST', ''],
      ].join('\n'),
    );
  });

  test('tell the master what a player chooses by: bits of the densest segment with the sound, codecs, size, captions', () => {
    const lines = textsOf({ video, chunks, audio, captions }).get(MASTER)?.split('\n') ?? [];
    // 400,000 bytes in 2 s, and 2,440 bytes of sound in 122 AAC frames of 1,024 samples.
    const sound = (8 * 2440 * 48_000) / (122 * 1024);
    const first = lines[lines.indexOf('720p.m3u8') - 1];
    const told = (name: string) => Number(new RegExp(`[:,]${name}=(\\d+),`).exec(first ?? '')?.[1]);
    expect(Math.abs(told('BANDWIDTH') - (1_600_000 + sound))).toBeLessThanOrEqual(2);
    const average = (8 * 1_300_000) / 9 + (8 * 6440 * 48_000) / (422 * 1024);
    expect(Math.abs(told('AVERAGE-BANDWIDTH') - average)).toBeLessThanOrEqual(2);
    expect(first).toMatch(
      /CODECS="avc1.640010,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25.000,AUDIO="audio",SUBTITLES="captions"$/,
    );
    expect(lines[lines.indexOf('480p.m3u8') - 1]).toContain('RESOLUTION=854x480');
    expect(lines).toContain(
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,URI="captions-en.m3u8"',
    );
    const silent = textsOf({ video, chunks, audio: undefined }).get(MASTER) ?? '';
    expect(silent).not.toMatch(/AUDIO|mp4a|SUBTITLES/);
  });

  test('give captions one segment as long as the film, and each tile its seconds', () => {
    const texts = textsOf({ video, chunks, audio, captions });
    expect(texts.get('captions-en.m3u8')).toContain('#EXT-X-TARGETDURATION:9\n');
    expect(texts.get('captions-en.m3u8')).toContain('#EXTINF:9.000000,\nen.vtt\n#EXT-X-ENDLIST\n');
    const vtt = texts.get('thumbnails.vtt') ?? '';
    expect(vtt.startsWith('WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nt-0.jpg#xywh=0,0,160,90\n\n')).toBe(true);
    expect(vtt).toContain('00:00:06.000 --> 00:00:08.000\nt-1.jpg#xywh=0,90,160,90\n');
    expect(vtt.endsWith('00:00:08.000 --> 00:00:09.000\nt-2.jpg#xywh=0,0,160,90\n')).toBe(true);
  });

  test('of DASH name the same ranges as those of HLS, each size with what a player chooses by', () => {
    const texts = textsOf({ video, chunks: chunks.toReversed(), audio, captions });
    const manifest = texts.get(MPD) ?? '';
    expect(manifest).toContain('type="static" mediaPresentationDuration="PT9.000000S"');
    for (const name of ['720p', '480p', 'audio']) {
      const hls = [...(texts.get(`${name}.m3u8`) ?? '').matchAll(/^#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)$/gm)];
      const [, list = ''] =
        new RegExp(`<Representation id="${name}"[^]*?(<SegmentList[^]*?)</SegmentList>`).exec(manifest) ?? [];
      const dash = [...list.matchAll(/<SegmentURL media="(.+)" mediaRange="(\d+)-(\d+)"\/>/g)];
      expect(dash.map(([, file, from, to]) => [file, Number(from), Number(to)])).toEqual(
        hls.map(([, length, offset, file]) => [file, Number(offset), Number(offset) + Number(length) - 1]),
      );
      expect(list).toMatch(/<Initialization sourceURL="\S+\.mp4" range="0-799"\/>/);
      // 50 pictures of 1000 ticks; 100 frames of AAC.
      expect(list).toContain(
        name === 'audio' ? 'timescale="48000" duration="102400"' : 'timescale="25000" duration="50000"',
      );
    }
    expect(manifest).toContain(
      'id="720p" codecs="avc1.640010" bandwidth="1600000" width="1280" height="720" frameRate="25000/1000"',
    );
    expect(manifest).toMatch(
      /mimeType="text\/vtt" lang="en">\s+<Label>English<\/Label>[\s\S]*<BaseURL>en.vtt<\/BaseURL>/,
    );
    expect(textsOf({ video, chunks, audio: undefined }).get(MPD)).not.toMatch(/audio|text/);
    const evil = [{ file: 'en.vtt', language: 'en', label: '</Label><BaseURL>https://example.org/&amp;' }];
    const label = '<Label>&lt;/Label&gt;&lt;BaseURL&gt;https://example.org/&amp;amp;</Label>';
    expect(mpd(video, { pictures: [], sound: undefined, captions: evil })).toContain(label);
  });

  test('are refused while a chunk is missing, or when chunks are of two makes, or by a name that would break out', () => {
    expect(() => playlists({ video, chunks: chunks.slice(1), audio }, grid)).toThrow('720p has 125 of 225 frames');
    const [first, ...others] = chunks;
    if (!first) throw new Error('there is no chunk');
    const other = { ...first, parts: first.parts.map((each) => ({ ...each, initSha256: 'another' })) };
    expect(() => playlists({ video, chunks: [other, ...others], audio }, grid)).toThrow('the same ffmpeg');
    const evil = [{ file: 'en.vtt', language: 'en', label: 'English",URI="https://example.org/x.m3u8' }];
    expect(() => playlists({ video, chunks, audio, captions: evil }, grid)).toThrow(RangeError);
  });
});
