// Runs the launcher without installed packages: any Node >= 20 installs them, then the pinned Node 24 takes over.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const verbose = process.argv.includes('--verbose');
/** node_modules takes 0.75 GB, the Python environment 0.2 GB, state and bundles the rest (measured). */
const coldGigabytes = 1.5;

/** Exits only after a slow reader has all output. */
async function fail(problem, fix) {
  console.error(`\n✖ ${problem}\n  ${fix}`);
  await new Promise((resolve) => process.stderr.write('', resolve));
  process.exit(1);
}

// If the reader has gone, the launcher ends at its first line, and this process with it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

/** npm writes its hidden lock file last, so a match also means that the last install was complete. */
function packagesAreInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  return (
    installed !== undefined &&
    Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true;
      const found = installed[path];
      return found ? found.version === entry.version : entry.optional === true;
    })
  );
}

async function installPackages() {
  const disk = statfsSync(root);
  const freeGigabytes = (disk.bavail * disk.bsize) / 1e9;
  if (freeGigabytes < coldGigabytes)
    await fail(
      `The disk is nearly full: ${freeGigabytes.toFixed(1)} GB free, a first start needs ${coldGigabytes} GB`,
      'Free some space and try again.',
    );
  console.log('… Installing the locked npm packages (about half a minute, only when they changed)');
  const startedAt = Date.now();
  const done = spawnSync('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
    stdio: verbose ? 'inherit' : 'pipe',
    shell: process.platform === 'win32',
  });
  if (done.error)
    await fail('npm is not on the PATH', 'Install Node.js 20 or newer together with npm: https://nodejs.org');
  if (done.status !== 0) {
    const output = `${done.stdout ?? ''}${done.stderr ?? ''}`;
    if (/ENOSPC/.test(output)) await fail('The disk is full', 'Free some space and try again.');
    console.error(output);
    await fail('npm ci failed', 'Its own words are above; without a network it cannot download.');
  }
  console.log(`✔ npm packages installed  ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

async function pinnedNode() {
  // npm puts it there from the package of the installed platform.
  const pinned = join(root, 'node_modules/.bin/node');
  if (existsSync(pinned)) return pinned;
  if (major >= 24) return process.execPath;
  return fail(
    `There is no pinned Node 24 for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}`,
    'Install Node.js 24 (https://nodejs.org) and run the same command with it.',
  );
}

/** Installs once, however many commands begin at the same time: each `npm ci` deletes the packages of the others. */
async function installOnce() {
  const lock = join(root, '.local/installing');
  const own = `${lock}.${process.pid}`;
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(own, String(process.pid));
  for (let told = false; ; told = true) {
    try {
      // A link appears with its content, so that nobody reads an empty lock.
      linkSync(own, lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readJson(lock);
    if (holder === undefined) continue;
    if (isAlive(holder)) {
      if (!told) console.log('… Waiting for another command, which installs the npm packages');
      await sleep(300);
    } else rmSync(lock, { force: true });
  }
  try {
    if (!packagesAreInstalled()) await installPackages();
  } finally {
    for (const file of [lock, own]) rmSync(file, { force: true });
  }
}

/** The lock of a command that was killed names a process that no longer runs. */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20)
  await fail(`Node ${process.versions.node} is too old`, 'Install Node.js 20 or newer: https://nodejs.org');
if (process.platform === 'win32') await fail('Windows itself is not supported', 'Use it inside WSL 2.');
if (!packagesAreInstalled()) await installOnce();

const child = spawn(await pinnedNode(), ['--no-warnings', join(here, 'cli.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Keeps compiled modules: `npm stop` starts after 70 ms of CPU instead of 180 ms (measured).
  env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') },
});
// A terminal's Ctrl-C reaches the child directly; any other signal to this process is forwarded.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)));
