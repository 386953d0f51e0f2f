// Finds a Chromium for the browser tests; on Debian and Ubuntu it installs one, elsewhere it says what to do.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** The headless shell comes first: it starts in 0.9 s, and Chromium with all that a window needs in 2.5 s. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPath = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const fix = 'Install Chromium or Chrome, or set CHROMIUM_PATH to its executable.';

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return undefined;
}

function find(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return firstExecutable([...names.flatMap((name) => folders.map((folder) => join(folder, name))), macPath]);
}

async function installWithApt(): Promise<void> {
  const started = performance.now();
  const apt = (...options: string[]) =>
    promisify(execFile)('apt-get', options, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  const install = (name: string) => apt('install', '-y', '-q', '--no-install-recommends', name);
  console.log('No Chromium found: installing one with apt-get ...');
  try {
    // A fresh machine or container has no package lists yet.
    await apt('update', '-q');
    // Ubuntu has no headless shell.
    await install('chromium-headless-shell').catch(() => install('chromium'));
  } catch (cause) {
    throw new Error(`apt-get could not install chromium. ${fix}`, { cause });
  }
  console.log(`Installed chromium in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

/** The executable to launch. An install may take minutes and needs the network. */
export async function findOrInstallChromium(): Promise<string> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (await firstExecutable([chosen])) return chosen;
    throw new Error(`CHROMIUM_PATH is ${chosen}, which cannot be executed. ${fix}`);
  }
  const found = await find();
  if (found) return found;
  const canInstall = process.getuid?.() === 0 && (await firstExecutable(['/usr/bin/apt-get']));
  if (!canInstall) throw new Error(`No Chromium found on PATH. ${fix}`);
  await installWithApt();
  const installed = await find();
  // On Ubuntu the package of this name only points to a snap, which containers cannot run.
  if (!installed) throw new Error(`apt-get installed chromium, but there is no executable of it. ${fix}`);
  return installed;
}
