// The program that recognises speech, as a process of its own: no network, no environment, bounded in time.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import type { Word } from '../core/webvtt.ts';

/** Some times what twenty minutes of speech take on a busy machine (three); below the worker's own time (lib/stacks/media-captions.ts). */
const TIMEOUT_MS = 550_000;
const MOST_BYTES = 2 ** 23;

const Heard = z.object({
  language: z.string().check(z.regex(/^[a-z]{2,3}$/)),
  /** From, to, and the word with the space before it. */
  words: z.array(z.tuple([z.int(), z.int(), z.string()])),
});

/** `sound` is as core/speech-sound.ts makes it. Throws when the program fails or says something else. */
export async function hear(program: string, sound: string): Promise<{ language: string; words: Word[] }> {
  const { stdout } = await promisify(execFile)(program, [sound], {
    env: { HF_HUB_OFFLINE: '1' },
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: MOST_BYTES,
  });
  const { language, words } = z.parse(Heard, JSON.parse(stdout));
  return { language, words: words.map(([fromMs, toMs, text]) => ({ fromMs, toMs, text })) };
}
