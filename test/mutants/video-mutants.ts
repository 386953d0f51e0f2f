// Bugs of the core of video.
import { type Mutant, unit } from './mutant.ts';

const core = (name: string): string => `lambdas/media/core/${name}.ts`;
const test = (name: string): string => unit(`media/core/${name}`);

export const mutants: readonly Mutant[] = [
  {
    name: 'video: a photo passes for a film',
    file: core('source/container'),
    find: "if (stillBrands.test(name.toString('latin1'))) return 'NOT_A_VIDEO';",
    replace: '',
    test: test('probe'),
    only: 'is refused by its bytes',
  },
  {
    name: 'video: a truncated film passes for a whole one',
    file: core('source/container'),
    find: 'return whole && boxes',
    replace: 'return boxes',
    test: test('probe'),
    only: 'is refused with its reason',
  },
  {
    name: 'video: the header is trusted',
    file: core('ffmpeg'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: "...['-max_pixels', `${maxPixels}`,",
    replace: "...['-max_pixels', String(maxPixels * 1e4),",
    also: [{ file: core('probe'), find: 'if (picture.width * picture.height > limits', replace: 'if (1 > limits' }],
    test: test('probe'),
    only: 'is measured by its pictures',
  },
  {
    name: 'video: a table of frames takes all memory',
    file: core('ffmpeg'),
    find: 'LARGEST_ALLOCATION = 100_000_000',
    replace: 'LARGEST_ALLOCATION = 2_000_000_000',
    test: test('probe'),
    only: 'is refused with its reason',
  },
  {
    name: 'video: the number of simultaneous frames is unlimited',
    file: core('probe'),
    find: 'if (tooMany || packets.seconds',
    replace: 'if (packets.seconds',
    test: test('probe'),
    only: 'is refused with its reason',
  },
  {
    name: 'video: ffmpeg may open connections',
    file: core('ffmpeg'),
    find: "'-protocol_whitelist', 'file',",
    replace: "'-protocol_whitelist', 'file,http,tcp',",
    test: test('ffmpeg'),
    only: 'is never called',
  },
  {
    name: 'video: ffmpeg gets our environment',
    file: core('ffmpeg'),
    find: 'env: {},',
    replace: 'env: process.env,',
    test: test('ffmpeg'),
    only: 'nothing of our environment',
  },
  {
    name: 'video: a cancelled job keeps working',
    file: core('ffmpeg'),
    find: "  signal?.addEventListener('abort', kill);\n",
    replace: '',
    test: test('ffmpeg'),
    only: 'ends at the signal',
  },
  {
    name: 'video: a film that takes too much CPU is called broken',
    file: core('ffmpeg'),
    find: 'timedOut || output.includes(',
    replace: 'timedOut || output.startsWith(',
    test: test('ffmpeg'),
    only: 'its CPU time is over',
  },
  {
    name: 'video: a chunk is decoded from the key frame after it',
    file: core('plan'),
    find: 'findLast((at) => at <= startSeconds)',
    replace: 'find((at) => at >= startSeconds)',
    test: test('plan'),
    only: 'decode from the last key frame',
  },
  {
    name: 'video: a picture is enlarged',
    file: core('plan'),
    find: 'side <= Math.min(shorter, tallest)',
    replace: 'side <= 2 * shorter',
    test: test('plan'),
    only: 'none is larger than the source',
  },
  {
    name: 'video: each chunk begins a frame late',
    file: core('encode-chunk'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '`trim=start_pts=${firstFrame}:end_pts=${firstFrame + frames}`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: '`trim=start_pts=${firstFrame + 1}:end_pts=${firstFrame + frames + 1}`',
    also: [{ file: core('encode-chunk'), find: '`setpts=PTS-$' + '{firstFrame}`', replace: "'setpts=PTS-STARTPTS'" }],
    test: test('transcode'),
    only: 'wherever chunks begin',
  },
  {
    name: 'video: key frames stand apart from the grid',
    file: core('encode-chunk'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: "['-g', `${gop}`, '-keyint_min', `${gop}`,",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: "['-g', `${gop - 1}`, '-keyint_min', `${gop - 1}`,",
    test: test('transcode'),
    only: 'has steady frames',
  },
  {
    name: 'video: every chunk plays at the beginning',
    file: core('fragments'),
    find: 'BigInt(ticks)',
    replace: '0n',
    test: test('transcode'),
    only: 'has steady frames',
  },
  {
    name: 'video: a picture of another size restarts the count',
    file: core('encode-chunk'),
    find: "'-reinit_filter', '0'",
    replace: "'-reinit_filter', '1'",
    test: test('transcode'),
    only: 'is upright and of one size',
  },
  {
    name: 'video: two runs give different files',
    file: core('encode-chunk'),
    find: "'-crf', '23',",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: "'-crf', `${23 + Math.random()}`,",
    test: test('encode-chunk'),
    only: 'is the same bytes each time',
  },
  {
    name: 'video: sound that starts late is played early',
    file: core('encode-audio'),
    find: ':first_pts=0',
    replace: '',
    test: test('encode-audio'),
    only: '',
  },
  {
    name: 'video: tiles show the wrong moment',
    file: core('encode-chunk'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: "select='not(mod(n,${gop}))'",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: "select='not(mod(n+1,${gop}))'",
    test: test('encode-chunk'),
    only: 'has a tile for each segment',
  },
  {
    name: 'video: the master is written first',
    file: core('manifests/playlist'),
    find: 'master(video.rate, pictures, sound, subtitles) },\n  ];',
    replace: 'master(video.rate, pictures, sound, subtitles) },\n  ].reverse();',
    test: test('manifests/playlist'),
    only: 'in the order of writing',
  },
  {
    name: 'video: a film without one of its chunks is published',
    file: core('manifests/playlist'),
    find: 'if (frames !== video.frames)',
    replace: 'if (frames > video.frames)',
    test: test('manifests/playlist'),
    only: 'are refused while a chunk is missing',
  },
];
