// Runs the speech recogniser as a separate process: no network, no environment, limited time.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import type { Word } from '../core/webvtt.ts';

/**
 * Several times what twenty minutes of speech take on a busy machine (three minutes); below the worker's own timeout
 * (lib/stacks/media-captions.ts).
 */
const TIMEOUT_MS = 550_000;
const MOST_BYTES = 2 ** 23;

const Heard = z.object({
  language: z.string().check(z.regex(/^[a-z]{2,3}$/)),
  /** Start, end, and the word with its leading space. */
  words: z.array(z.tuple([z.int(), z.int(), z.string()])),
});

/** `sound` is made by core/speech-sound.ts. Throws when the program fails or prints invalid output. */
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
