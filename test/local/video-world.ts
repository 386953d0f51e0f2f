// Films for tests on the emulator, uploaded as a browser does it.
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Media } from '../../lambdas/media/contract.ts';
import { type Film, film } from '../media/films.ts';
import { eventually, type Person } from './client.ts';
import { get, upload } from './media-world.ts';

const folder = mkdtemp(join(tmpdir(), 'videos-'));
let count = 0;

/** The bytes of a new film. */
export async function filmBytes(options: Film, extension = 'mp4'): Promise<Buffer> {
  count += 1;
  return readFile(await film(join(await folder, `${count}.${extension}`), options));
}

export const uploadVideo = (person: Person, bytes: Uint8Array, contentType = 'video/mp4'): Promise<string> =>
  upload(person, bytes, contentType);

/** Once it is READY or REJECTED; `seen` gets what it was on the way. */
export async function finished(
  person: Person,
  mediaId: string,
  timeoutMs = 120_000,
  seen: Media[] = [],
): Promise<Media> {
  const look = async () => {
    const { body } = await get(person, mediaId);
    seen.push(body);
    return body as Media;
  };
  return eventually(look, ({ state }) => state === 'READY' || state === 'REJECTED', timeoutMs);
}
