// HDR, wide gamut and full range come out in the colours of an SDR film of the same scene, and say that they are BT.709.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { ffmpeg, inFolder, limits, run } from '../../../../test/media/films.ts';
import { made } from '../../../../test/media/hls.ts';
import { probe } from '../probe.ts';
import { coloursOf } from './colours.ts';

jest.setTimeout(600_000);

const SIDE = 64;
/** The scene as an SDR camera sees it, in patches of RGB. */
const scene = {
  ...{ white: [255, 255, 255], light: [191, 191, 191], grey: [128, 128, 128], dark: [64, 64, 64], black: [0, 0, 0] },
  ...{ red: [255, 0, 0], green: [0, 255, 0], blue: [0, 0, 255], cyan: [0, 191, 191], skin: [198, 140, 110] },
} as const;
const patches = Object.entries(scene);
/**
 * The stated error of a channel, in steps of 255. The brightest give some of their light to the highlights above them, and
 * beside them, a channel without light has few codes in PQ and HLG.
 */
const errorOf = (channel: number): number => ({ 255: 20, 0: 26 })[channel] ?? 8;

interface Kind {
  readonly ending: string;
  /** Options of zscale for the film's colours, from SDR's. */
  readonly zscale: string;
  readonly pixels: string;
  readonly encoder: readonly string[];
  /** The tags of the file: primaries, transfer, matrix, range, by ffmpeg's names. */
  readonly tags?: readonly [string, string, string, string];
}

const x265 = (more = '') => [
  '-c:v',
  'libx265',
  '-preset',
  'ultrafast',
  '-x265-params',
  `log-level=none:lossless=1${more}`,
];
const vp9 = ['-c:v', 'libvpx-vp9', '-lossless', '1', '-deadline', 'realtime', '-cpu-used', '8'];
const av1 = ['-c:v', 'libaom-av1', '-crf', '4', '-b:v', '0', '-cpu-used', '8', '-usage', 'realtime'];
const light = ':master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400';

/** The linear light of the scene, in single precision. */
const linear = 'zscale=tin=bt709:pin=bt709:min=gbr:rin=full';
const pq = { zscale: 't=smpte2084:p=bt2020:m=bt2020nc:r=limited:npl=203', pixels: 'yuv420p10le' };
const hlg = { zscale: 't=arib-std-b67:p=bt2020:m=bt2020nc:r=limited:npl=203', pixels: 'yuv420p10le' };
const [pqTags, hlgTags] = [
  ['bt2020', 'smpte2084', 'bt2020nc', 'tv'],
  ['bt2020', 'arib-std-b67', 'bt2020nc', 'tv'],
] as const;
const wide = { zscale: 't=bt2020-10:p=bt2020:m=bt2020nc:r=limited', pixels: 'yuv420p10le' };

const kinds: Readonly<Record<string, Kind>> = {
  'PQ in HEVC, with the luminance of its display': { ...pq, ending: 'mp4', encoder: x265(light), tags: pqTags },
  'HLG in HEVC': { ...hlg, ending: 'mov', encoder: x265(), tags: hlgTags },
  'PQ in AV1': { ...pq, ending: 'mp4', encoder: av1, tags: pqTags },
  'HLG in AV1': { ...hlg, ending: 'mkv', encoder: av1, tags: hlgTags },
  'PQ in VP9': { ...pq, ending: 'webm', encoder: vp9, tags: pqTags },
  'HLG in H.264': { ...hlg, ending: 'mp4', encoder: ['-c:v', 'libx264', '-qp', '0'], tags: hlgTags },
  'PQ in full range': {
    ...{ ...pq, zscale: pq.zscale.replace('limited', 'full'), ending: 'mp4', encoder: x265() },
    tags: ['bt2020', 'smpte2084', 'bt2020nc', 'pc'],
  },
  'HLG that does not say its primaries': {
    ...{ ...hlg, ending: 'mp4', encoder: x265() },
    tags: ['unknown', 'arib-std-b67', 'unknown', 'tv'],
  },
  'BT.2020 without HDR': {
    ...{ ...wide, ending: 'mp4', encoder: x265() },
    tags: ['bt2020', 'bt2020-10', 'bt2020nc', 'tv'],
  },
  'BT.2020 that says its matrix alone, of 8 bits': {
    ...{ ...wide, pixels: 'yuv420p', ending: 'mkv', encoder: x265() },
    tags: ['unknown', 'unknown', 'bt2020nc', 'tv'],
  },
  'Display P3': {
    ...{ zscale: 't=bt709:p=smpte432:m=bt709:r=limited', pixels: 'yuv420p10le', ending: 'mov', encoder: x265() },
    tags: ['smpte432', 'bt709', 'bt709', 'tv'],
  },
  'SDR in full range': {
    ...{ zscale: 't=bt709:p=bt709:m=bt709:r=full', pixels: 'yuv420p', ending: 'mp4' },
    ...{ encoder: ['-c:v', 'libx264', '-qp', '0'], tags: ['bt709', 'bt709', 'bt709', 'pc'] },
  },
};

async function filmed(path: string, { zscale, pixels, encoder, tags }: Omit<Kind, 'ending'>, from = linear) {
  const sources = patches.flatMap(([, rgb]) => [
    ...['-f', 'lavfi', '-i', `color=0x${Buffer.from(rgb).toString('hex')}:size=${SIDE}x${SIDE}:rate=5:duration=0.6`],
  ]);
  const row = `${patches.map((_, i) => `[${i}:v]format=gbrp[p${i}]`).join(';')};`;
  const all = `${row}${patches.map((_, i) => `[p${i}]`).join('')}hstack=inputs=${patches.length}`;
  const [primaries = '', transfer = '', matrix = '', range = ''] = tags ?? [];
  const says = `setparams=color_primaries=${primaries}:color_trc=${transfer}:colorspace=${matrix}:range=${range}`;
  await run(
    ...[...sources, '-filter_complex', `${all},${from}:${zscale},format=${pixels},${tags ? says : 'null'}`],
    ...[...encoder, path],
  );
  return path;
}

/** RGB in the middle of each patch of the first picture. */
async function seen(path: string, matrix: 'bt709' | 'bt601', width = SIDE * patches.length, height: number = SIDE) {
  const range = matrix === 'bt709' ? 'limited' : 'full';
  const middle = `crop=${width}:${height}:0:0,crop=iw:1:0:ih/2,scale=${patches.length}:1:flags=neighbor`;
  const filter = `scale=in_color_matrix=${matrix}:in_range=${range}:out_range=full,format=gbrp,${middle},format=rgb24`;
  const { stdout } = await promisify(execFile)(
    ffmpeg,
    ['-v', 'error', '-nostdin', '-i', path, '-frames:v', '1', '-vf', filter, '-f', 'rawvideo', '-'],
    { encoding: 'buffer' },
  );
  return patches.map(([name], i) => ({ name, rgb: [...stdout.subarray(3 * i, 3 * i + 3)] }));
}

/** Patches whose colours differ from the scene's by more than the stated error. */
const wrongIn = (shown: Awaited<ReturnType<typeof seen>>) =>
  shown.filter(({ rgb }, i) =>
    (patches[i]?.[1] ?? []).some((value, channel) => Math.abs(value - (rgb[channel] ?? 0)) > errorOf(value)),
  );

describe('the colours of a film', () => {
  test.each(Object.entries(kinds))('of %s are those of SDR, and it says so', (_, kind) =>
    inFolder(async (folder) => {
      const source = await filmed(join(folder, `film.${kind.ending}`), kind);
      const { folder: hls } = await made(source, 'hls');
      const chunk = join(hls, `${SIDE}p-00000.mp4`);
      expect(wrongIn(await seen(chunk, 'bt709'))).toEqual([]);
      expect(wrongIn(await seen(join(hls, 'poster.jpg'), 'bt601'))).toEqual([]);
      expect(wrongIn(await seen(join(hls, 'thumbnails-00000.jpg'), 'bt601', 900, 90))).toEqual([]);
      const { stderr } = await run('-i', chunk, '-vf', 'showinfo=checksum=0', '-f', 'null', '-');
      expect(stderr).toMatch(/Video: h264 .*, yuv420p\(tv, bt709, /);
      expect(stderr).toContain('color_range:tv color_space:bt709 color_primaries:bt709 color_trc:bt709');
      expect(stderr).not.toMatch(/Mastering|Content light/);
    }),
  );

  test('of SDR stay as they are, in 8 bits', () =>
    inFolder(async (folder) => {
      const sdr = { zscale: 't=bt709:p=bt709:m=bt709:r=limited', pixels: 'yuv420p10le', encoder: x265() };
      for (const tags of [undefined, ['bt709', 'bt709', 'bt709', 'tv']] as const) {
        const name = tags ? 'tagged' : 'untagged';
        const source = await filmed(join(folder, `${name}.mp4`), { ...sdr, ...(tags && { tags }) });
        const { folder: hls, video } = await made(source, name);
        expect(video).not.toHaveProperty('colours');
        expect(wrongIn(await seen(join(hls, `${SIDE}p-00000.mp4`), 'bt709'))).toEqual([]);
        // Nobody knows the matrix of an untagged film, so its pictures are not converted.
        if (!tags) continue;
        expect(wrongIn(await seen(join(hls, 'poster.jpg'), 'bt601'))).toEqual([]);
        expect(wrongIn(await seen(join(hls, 'thumbnails-00000.jpg'), 'bt601', 900, 90))).toEqual([]);
      }
    }));

  test('keep highlights apart that are brighter than white', () =>
    inFolder(async (folder) => {
      // White is of 1,000 cd/m2 here, light of 500, and grey as bright as paper.
      const bright = { ...pq, zscale: pq.zscale.replace('203', '1000'), encoder: x265(), tags: pqTags };
      const { folder: hls } = await made(await filmed(join(folder, 'sun.mp4'), bright), 'hls');
      const [white, light, grey] = (await seen(join(hls, `${SIDE}p-00000.mp4`), 'bt709')).map(({ rgb }) => rgb[1] ?? 0);
      expect(white).toBeGreaterThanOrEqual(253);
      expect(light).toBeLessThan((white ?? 0) - 2);
      expect(grey).toBeLessThan((light ?? 0) - 8);
    }));
});

/** Puts Dolby Vision's record into the description of an HEVC film whose `moov` comes last. */
async function asDolbyVision(path: string, profile: number, compatibility: number): Promise<void> {
  const record = Buffer.alloc(32);
  record.writeUInt32BE(record.length);
  record.write(profile > 7 ? 'dvvC' : 'dvcC', 4, 'latin1');
  // Version 1.0; level 4, with metadata, without an enhancement layer, with a base layer.
  record.writeUInt8(1, 8);
  record.writeUInt16BE((profile << 9) | (4 << 3) | 5, 10);
  record.writeUInt8(compatibility << 4, 12);
  const bytes = await readFile(path);
  const moov = bytes.lastIndexOf('moov');
  for (const type of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'hvc1']) {
    const at = bytes.indexOf(type, moov) - 4;
    bytes.writeUInt32BE(bytes.readUInt32BE(at) + record.length, at);
  }
  const codec = bytes.indexOf('hvcC', moov) - 4;
  const end = codec + bytes.readUInt32BE(codec);
  await writeFile(path, Buffer.concat([bytes.subarray(0, end), record, bytes.subarray(end)]));
}

describe('a Dolby Vision film', () => {
  test('of an HLG picture (a phone’s profile 8.4) has its colours, and one that only its own players show is refused', () =>
    inFolder(async (folder) => {
      const hevc = { ...hlg, encoder: [...x265(), '-tag:v', 'hvc1'], tags: hlgTags };
      const phone = await filmed(join(folder, 'phone.mp4'), hevc);
      await asDolbyVision(phone, 8, 4);
      const { folder: hls } = await made(phone, 'hls');
      expect(wrongIn(await seen(join(hls, `${SIDE}p-00000.mp4`), 'bt709'))).toEqual([]);
      const only = await filmed(join(folder, 'only.mp4'), hevc);
      await asDolbyVision(only, 5, 0);
      expect(await probe(ffmpeg, only, limits)).toEqual({ rejected: 'DOLBY_VISION_ONLY' });
    }));
});

describe('what ffmpeg says of a picture', () => {
  const line = (said: string) => `[Parsed_showinfo_4 @ 0x7f7a40002400] [info] ${said}`;

  test('is read in its own lines only, and unknown names become no options', () => {
    const hdr10 = 'color_range:tv color_space:bt2020nc color_primaries:bt2020 color_trc:smpte2084';
    const wide = { primaries: 'bt2020', transfer: 'smpte2084', matrix: 'bt2020nc' };
    expect(coloursOf(line(hdr10))).toEqual({ range: 'limited', wide });
    expect(coloursOf(`[info]     title           : ${line(hdr10)}`)).toBeUndefined();
    const odd = 'color_range:pc color_space:x,null color_primaries:y:w=1 color_trc:smpte2084';
    expect(coloursOf(line(odd))).toEqual({ range: 'full', wide });
    for (const sdr of ['unknown', 'bt709', 'smpte170m', 'bt470bg'])
      expect(
        coloursOf(line(`color_range:unknown color_space:${sdr} color_primaries:${sdr} color_trc:${sdr}`)),
      ).toBeUndefined();
  });
});
