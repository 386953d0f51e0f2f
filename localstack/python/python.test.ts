import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { fetchForeign, findPython, isNewEnough, parsePythonVersion } from './python.ts';

test.each([
  ['3.12.1', [3, 12]],
  ['3.9.18\n', [3, 9]],
  ['', undefined],
  ['Segmentation fault', undefined],
])('%j is version %j', (text, version) => expect(parsePythonVersion(text)).toEqual(version));

test.each([
  [[3, 9], false],
  [[3, 10], true],
  [[4, 0], true],
  [[2, 17], false],
] as const)('%j new enough: %j', (version, enough) => expect(isNewEnough(version)).toBe(enough));

test('refuses a PYTHON that is not a Python, and says so', async () => {
  await expect(findPython('/bin/false')).rejects.toThrow('PYTHON=/bin/false is not a Python');
});

test('a tool may need a newer Python than the emulator', () => {
  expect([isNewEnough([3, 10], [3, 11]), isNewEnough([3, 11], [3, 11])]).toEqual([false, true]);
});

describe('a package for another machine', () => {
  const ours = { name: 'a-tool', platform: 'manylinux_2_28_aarch64' };
  let folder: string;
  let wheels: Record<'aarch64' | 'x86_64', string>;

  /** Writes a wheel and answers its hash. */
  async function wheel(arch: string): Promise<string> {
    const info = 'a_tool-1.0.dist-info';
    const bytes = zipSync({
      'a_tool/binaries/tool': [strToU8(`for ${arch}`), { os: 3, attrs: 0o100755 << 16 }],
      [`${info}/METADATA`]: strToU8('Metadata-Version: 2.1\nName: a-tool\nVersion: 1.0\n'),
      [`${info}/WHEEL`]: strToU8(`Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-manylinux_2_28_${arch}\n`),
      [`${info}/RECORD`]: strToU8(''),
    });
    await writeFile(join(folder, `a_tool-1.0-py3-none-manylinux_2_28_${arch}.whl`), bytes);
    return createHash('sha256').update(bytes).digest('hex');
  }

  async function fetched(...hashes: string[]): Promise<string> {
    const requirements = join(folder, 'requirements.txt');
    const lock = ['a-tool==1.0', ...hashes.map((hash) => `    --hash=sha256:${hash}`)].join(' \\\n');
    await writeFile(
      requirements,
      `another==2.0 \\\n    --hash=sha256:00\n${lock}\nmore==3.0 \\\n    --hash=sha256:00\n`,
    );
    const into = join(folder, 'into');
    const env = { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: folder };
    await fetchForeign({ ...ours, requirements, folder: into }, { env });
    return join(into, 'a_tool/binaries/tool');
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'foreign-'));
    wheels = { aarch64: await wheel('aarch64'), x86_64: await wheel('x86_64') };
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is the one that is locked for it, alone, still a program, and fetched once', async () => {
    const tool = await fetched(wheels.x86_64, wheels.aarch64);
    expect(await readFile(tool, 'utf8')).toBe('for aarch64');
    expect((await stat(tool)).mode & 0o111).toBe(0o111);
    await writeFile(tool, 'as it was');
    expect(await readFile(await fetched(wheels.x86_64, wheels.aarch64), 'utf8')).toBe('as it was');
    expect(existsSync(join(folder, 'into-venv'))).toBe(false);
  });

  test('refuses one whose hash is not locked, and leaves nothing', async () => {
    await expect(fetched(wheels.x86_64)).rejects.toThrow(/a-tool for manylinux_2_28_aarch64 could not be installed/);
    expect([existsSync(join(folder, 'into')), existsSync(join(folder, 'into-venv'))]).toEqual([false, false]);
  });
});
