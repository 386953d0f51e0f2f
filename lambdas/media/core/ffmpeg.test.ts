import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import { canary } from '../../../test/media/canary.ts';
import { ffmpeg, inFolder, limits } from '../../../test/media/films.ts';
import { FfmpegFailed, FfmpegTooSlow, input, runFfmpeg } from './ffmpeg.ts';

jest.setTimeout(300_000);
const endless = ['-f', 'lavfi', '-i', 'testsrc2=size=1280x720', '-f', 'null', '-'];

/** A program that reports its start, waits, and reports that it was not killed. */
async function sleeper(folder: string): Promise<{ path: string; began: () => Promise<void>; wentOn: () => boolean }> {
  const [path, first, last] = [join(folder, 'sleeper'), join(folder, 'began'), join(folder, 'went-on')];
  await writeFile(path, `#!/bin/sh\ntouch ${first}\nsleep 10 > /dev/null 2>&1\ntouch ${last}\n`);
  await chmod(path, 0o755);
  const began = async () => {
    while (!existsSync(first)) await sleep(20);
  };
  return { path, began, wentOn: () => existsSync(last) };
}

describe('a run of ffmpeg', () => {
  test('ends what waits, when its time is over', () =>
    inFolder(async (folder) => {
      const { path, wentOn } = await sleeper(folder);
      await expect(runFfmpeg(path, [], { cpuSeconds: 5, timeoutMs: 200 })).rejects.toThrow(FfmpegTooSlow);
      expect(wentOn()).toBe(false);
    }));

  test('ends what works, when its CPU time is over', async () => {
    const run = runFfmpeg(ffmpeg, endless, { cpuSeconds: 1, timeoutMs: 240_000 });
    await expect(run).rejects.toThrow('ffmpeg took over 1 s of CPU');
  });

  test('ends at the signal of its caller, with the caller’s reason, and does not begin after it', () =>
    inFolder(async (folder) => {
      const { path, began, wentOn } = await sleeper(folder);
      const stop = new AbortController();
      const run = runFfmpeg(path, [], { ...limits, signal: stop.signal });
      await began();
      stop.abort(new Error('the job was cancelled'));
      await expect(run).rejects.toThrow('the job was cancelled');
      expect(wentOn()).toBe(false);
      await expect(runFfmpeg('/no/such/program', [], { ...limits, signal: stop.signal })).rejects.toThrow('cancelled');
    }));

  test('fails with the words of ffmpeg, and when there is none', async () => {
    await expect(runFfmpeg(ffmpeg, input('/no/such/film', 'mov', 1), limits)).rejects.toThrow(FfmpegFailed);
    await expect(runFfmpeg(ffmpeg, input('/no/such/film', 'mov', 1), limits)).rejects.toThrow(/No such file/);
    await expect(runFfmpeg('/no/such/program', [], limits)).rejects.toThrow('ENOENT');
  });

  test('ends when its reader throws', async () => {
    const run = runFfmpeg(ffmpeg, ['-progress', 'pipe:1', ...endless], limits, () => {
      throw new Error('enough');
    });
    await expect(run).rejects.toThrow('enough');
  });

  test('gives it nothing of our environment', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'env');
      await writeFile(path, '#!/bin/sh\n/usr/bin/env\n');
      await chmod(path, 0o755);
      const lines: string[] = [];
      await runFfmpeg(path, [], limits, (line) => lines.push(line));
      expect(lines.filter((line) => !/^(?:PWD|OLDPWD|SHLVL|_)=/.test(line))).toEqual([]);
    }));
});

describe('an address within a file', () => {
  const playlist = (address: string) =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${address}/secret.ts\n#EXT-X-ENDLIST\n`;

  test('is never called, even by a demuxer that would follow it', () =>
    inFolder(async (folder) =>
      canary(async (address, calls) => {
        const path = join(folder, 'film.m3u8');
        await writeFile(path, playlist(address));
        const args = [...input(path, 'hls', 1e6), '-f', 'null', '-'];
        await expect(runFfmpeg(ffmpeg, args, limits)).rejects.toThrow(FfmpegFailed);
        expect(calls()).toBe(0);
        // Proves that the list of protocols stops it: with another list it connects.
        const open = args.map((arg) => (arg === 'file' ? 'file,http,tcp' : arg));
        await expect(runFfmpeg(ffmpeg, open, limits)).rejects.toThrow(FfmpegFailed);
        expect(calls()).toBeGreaterThan(0);
      }),
    ));
});
