// Runs only if the recogniser is installed: npm run setup:captions.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hear } from '../../lambdas/media/captions/recogniser.ts';
import { speechSound } from '../../lambdas/media/core/speech-sound.ts';
import { cuesOf } from '../../lambdas/media/core/webvtt.ts';
import { ffmpeg, film, inFolder, limits, probed, run } from '../../test/media/films.ts';
import { recogniser, root } from '../environment.ts';

const here = existsSync(recogniser) ? test : test.skip;

async function wordsIn(sound: readonly string[]): Promise<string> {
  return inFolder(async (folder) => {
    const [silent, source] = [join(folder, 'silent.mp4'), join(folder, 'film.mp4')];
    await film(silent, { seconds: 10 });
    await run('-i', silent, ...sound, '-c:v', 'copy', '-c:a', 'aac', '-shortest', source);
    const { language, words } = await hear(
      recogniser,
      await speechSound({ ffmpeg, source, video: await probed(source), folder, limits }),
    );
    expect(language).toBe('en');
    for (const { fromMs, toMs } of cuesOf(words)) expect(toMs).toBeGreaterThan(fromMs);
    return cuesOf(words)
      .map(({ text }) => text)
      .join(' ')
      .toLowerCase();
  });
}

here(
  'what is said in a film is recognised',
  async () => {
    const text = await wordsIn(['-i', join(root, 'test/media/speech.opus')]);
    for (const word of ['good morning', 'short film', 'evening', 'sun']) expect(text).toContain(word);
  },
  120_000,
);

here(
  'where nobody speaks nothing is imagined',
  async () => {
    expect(await wordsIn(['-f', 'lavfi', '-i', 'sine=440:duration=10'])).toBe('');
    expect(await wordsIn(['-f', 'lavfi', '-i', 'anoisesrc=d=10:a=0.2'])).toBe('');
  },
  120_000,
);
