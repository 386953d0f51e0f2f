// The bytes of media, in three buckets: what was uploaded (quarantine), what was made of it (renditions), and of those what
// everybody may see (published), the only one that the CDN reads.
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { bounded } from '../shared/bounded.ts';
import { env, optionalEnv } from '../shared/env.ts';
import { isMissing, keysUnder, removeKeys, sizeIfThere } from '../shared/objects.ts';
import { keysOf, type StoredMedia } from './media.ts';
import { bindings } from './names.ts';
import type { Rendered } from './rendering.ts';

let client: S3Client | undefined;
const s3 = (): S3Client => {
  // The emulator knows a bucket by the path, as AWS still does.
  const forcePathStyle = optionalEnv('AWS_ENDPOINT_URL') !== undefined;
  client ??= new S3Client(bounded({ maxAttempts: 3, requestTimeout: 2500, forcePathStyle }));
  return client;
};

const upload = (mediaId: string) => ({ Bucket: env(bindings.quarantine), Key: keysOf(mediaId).upload });

/** Undefined when it was taken away. */
export async function readUpload(mediaId: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3().send(new GetObjectCommand(upload(mediaId)));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export async function hasUpload(mediaId: string): Promise<boolean> {
  const { Bucket, Key } = upload(mediaId);
  return (await sizeIfThere(s3(), Bucket, Key)) !== undefined;
}

/** A name is the hash of what it names, so it never names anything else. */
const FOR_EVER = 'public, max-age=31536000, immutable';

export async function putRenditions(mediaId: string, files: Rendered['files']): Promise<void> {
  for (const [file, { bytes, contentType }] of files)
    await s3().send(
      new PutObjectCommand({
        Bucket: env(bindings.renditions),
        Key: `${keysOf(mediaId).renditions}${file}`,
        Body: bytes,
        ContentType: contentType,
        CacheControl: FOR_EVER,
      }),
    );
}

const filesOf = ({ picture }: StoredMedia): string[] => [
  ...new Set((picture?.renditions ?? []).map(({ file }) => file)),
];

/** Gives the CDN a copy of every rendition. */
export async function publish(media: StoredMedia): Promise<void> {
  const { renditions, published } = keysOf(media.mediaId);
  for (const file of filesOf(media))
    await s3().send(
      new CopyObjectCommand({
        Bucket: env(bindings.published),
        Key: `${published}${file}`,
        CopySource: `${env(bindings.renditions)}/${renditions}${file}`,
      }),
    );
}

const clear = async (Bucket: string, prefix: string, kept: ReadonlySet<string> = new Set()): Promise<number> => {
  const keys = (await keysUnder(s3(), Bucket, prefix)).filter((key) => !kept.has(key));
  await removeKeys(s3(), Bucket, keys);
  return keys.length;
};

export const withdraw = ({ mediaId }: StoredMedia): Promise<number> =>
  clear(env(bindings.published), keysOf(mediaId).published);

/** Takes away what was uploaded, and renditions that the media does not name; answers how many objects went. */
export async function tidy(media: StoredMedia): Promise<number> {
  const { upload: uploaded, renditions } = keysOf(media.mediaId);
  const kept = media.state === 'READY' ? filesOf(media).map((file) => `${renditions}${file}`) : [];
  return (
    (await clear(env(bindings.quarantine), uploaded)) +
    (await clear(env(bindings.renditions), renditions, new Set(kept)))
  );
}
