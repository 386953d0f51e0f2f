// Captions by a local program instead of Transcribe.
// @runs alone media: it takes the place of Transcribe for everybody
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/media/contract.ts';
import { configure } from '../kit/aws.ts';
import { newPerson } from '../kit/client.ts';
import { awaitAgain, captioned, inMaster, recogniseSpeech, startCaptions } from './captions-world.ts';
import { filmBytes, finished, uploadVideo } from './video-world.ts';

test('a program of this machine is asked instead where there is one, and what it cannot do is FAILED', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recogniser-'));
  const program = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, name), 0o755);
    return join(folder, name);
  };
  const words = {
    language: 'en',
    words: [
      [0, 400, ' Good'],
      [400, 900, ' morning.'],
    ],
  };
  const speaks = await program('speaks', `test -s "$1" && echo '${JSON.stringify(words)}'`);
  const fails = await program('fails', 'exit 1');
  const owner = await newPerson();
  const id = await uploadVideo(owner, await filmBytes({ size: '320x180', seconds: 2, sound: true }));
  await finished(owner, id);
  await captioned(owner, id);
  const undo = await Promise.all(
    ['media/start-captions', 'media/recognise-speech'].map((fn) => configure(fn, { [bindings.recogniser]: speaks })),
  );
  try {
    await awaitAgain(id);
    await startCaptions(id);
    const after = await captioned(owner, id);
    expect(after.video?.captions).toMatchObject({ state: 'READY', source: 'whisper', language: 'en' });
    expect(await inMaster(after)).toEqual({
      label: 'English',
      text: 'WEBVTT\n\n1\n00:00:00.000 --> 00:00:00.900\nGood morning.\n',
    });
    undo.push(await configure('media/recognise-speech', { [bindings.recogniser]: fails }));
    await awaitAgain(id);
    expect(await recogniseSpeech(id, 1)).toMatchObject({ batchItemFailures: [{}] });
    await recogniseSpeech(id, 5);
    expect((await captioned(owner, id)).video?.captions.state).toBe('FAILED');
  } finally {
    for (const each of undo.toReversed()) await each();
  }
}, 90_000);
