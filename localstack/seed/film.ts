// The demo's photo and video, drawn here: always the same bytes on one machine, because others have another voice.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, run } from '../child.ts';
import { ffmpegHere } from '../ffmpeg.ts';

export interface Drawn {
  readonly title: string;
  readonly bytes: Buffer;
}

/** Text-to-speech commands, most common first. */
const speakers: readonly (readonly [command: string, ...args: string[]])[] = [
  ['espeak-ng', '-s', '150', '-w'],
  ['espeak', '-s', '150', '-w'],
  ['say', '-r', '160', '--file-format=WAVE', '--data-format=LEI16@22050', '-o'],
];

const WORDS =
  'Hello. I am a test pattern, and nobody has filmed me. A program drew me while you waited for the system to start. ' +
  'I was uploaded like any video, with a form that is good for me alone. Somebody looked at my first bytes, and counted my frames. ' +
  'Then I was cut into chunks, and each chunk was encoded by whoever had time. If one of them had died, another would have done it. ' +
  'Now all of me is put together, and you can watch me in two sizes. Goodbye.';

/** Speaks the words into a WAV file; false if this machine has no text-to-speech program. */
async function speak(path: string): Promise<boolean> {
  for (const [command, ...args] of speakers) {
    // A missing program rejects.
    const spoken = await ended(command, [...args, path, WORDS]).catch(() => undefined);
    if (spoken?.code === 0) return true;
  }
  return false;
}

const CARD = 'testsrc2=size=480x270:rate=25';
const SHORE = [
  'color=c=0x10243f:size=1280x720:rate=25',
  'drawbox=x=0:y=480:w=1280:h=240:color=0x1f6f78:t=fill',
  'drawbox=x=0:y=470:w=1280:h=12:color=0xd9a441:t=fill',
].join(',');
const PICTURE = `${SHORE}[shore];${CARD}[card];[shore][card]overlay=x=400+320*sin(t*0.9):y=225+150*sin(t*1.3)[v]`;
/** No date, no program version, and one thread, which makes the same choices every time. */
const EXACT = ['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1'];

/** H.264 and AAC, 1280x720. Its title says whether it has speech. */
export async function drawVideo(seconds: number): Promise<Drawn> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-video-'));
  try {
    const [voice, file] = [join(folder, 'voice.wav'), join(folder, 'video.mp4')];
    const talks = await speak(voice);
    const sound = talks ? ['-i', voice] : ['-f', 'lavfi', '-i', 'sine=frequency=330,volume=0.2'];
    await run(ffmpegHere(), [
      ...['-nostdin', '-v', 'error', '-y', ...sound, '-filter_complex_threads', '1', '-filter_complex', PICTURE],
      ...['-map', '[v]', '-map', '0:a', '-af', 'apad', '-t', `${seconds}`],
      ...['-c:v', 'libx264', '-preset', 'superfast', '-crf', '24', '-g', '50', '-pix_fmt', 'yuv420p', '-threads', '1'],
      ...['-c:a', 'aac', '-b:a', '96k', ...EXACT, '-movflags', '+faststart', file],
    ]);
    return { title: talks ? 'A talking test pattern' : 'A test pattern with a tone', bytes: await readFile(file) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1067" viewBox="0 0 1600 1067">
<defs>
<linearGradient id="sky" x2="0" y2="1"><stop stop-color="#23395b"/><stop offset=".55" stop-color="#d98c5f"/><stop offset=".7" stop-color="#f6d8a8"/></linearGradient>
<radialGradient id="sun"><stop stop-color="#fff6dc"/><stop offset="1" stop-color="#f6d8a8" stop-opacity="0"/></radialGradient>
</defs>
<rect width="1600" height="1067" fill="url(#sky)"/>
<circle cx="1080" cy="640" r="190" fill="url(#sun)"/>
<path fill="#7a6a7b" d="M0 720c220-120 380-90 560-20s340 40 520-40 360-40 520 30v377H0z"/>
<path fill="#4d4f68" d="M0 810c180-70 340-60 520 10s420 10 600-50 340-10 480 40v257H0z"/>
<path fill="#262d45" d="M0 930c260-80 520-50 760 0s560 30 840-60v197H0z"/>
</svg>`;

export async function drawPhoto(): Promise<Drawn> {
  // Imported lazily: only drawing needs it.
  const { default: sharp } = await import('sharp');
  const bytes = await sharp(Buffer.from(SCENE)).jpeg({ quality: 88 }).toBuffer();
  return { title: 'Hills that nobody has seen', bytes };
}
