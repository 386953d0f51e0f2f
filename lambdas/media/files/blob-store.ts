// The bytes of media in three buckets: uploads (quarantine), files made from them (renditions), and copies of those
// that everyone may see (published). The CDN reads only the last.
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { keysUnder, removeKeys } from '../../shared/aws/objects.ts';
import { s3 } from '../../shared/aws/s3.ts';
import { inChunks } from '../../shared/base/chunks.ts';
import { env } from '../../shared/base/env.ts';
import { filesOf, keysOf, type StoredMedia } from '../media.ts';
import { bindings } from '../resources.ts';
import { abortUpload } from './upload-store.ts';

/** A name is the hash of its content, so it never refers to anything else. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** By file name. */
export type Files = ReadonlyMap<string, { readonly bytes: Uint8Array; readonly contentType: string }>;

export async function putRenditions(mediaId: string, files: Files): Promise<void> {
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

export async function readRendition(mediaId: string, file: string): Promise<string> {
  const Key = `${keysOf(mediaId).renditions}${file}`;
  const { Body } = await s3().send(new GetObjectCommand({ Bucket: env(bindings.renditions), Key }));
  return (await Body?.transformToString()) ?? '';
}

const COPIES_AT_ONCE = 8;

/** Copies every rendition to the CDN's bucket. */
export async function publish(media: StoredMedia): Promise<void> {
  const { renditions, published } = keysOf(media.mediaId);
  const copy = (file: string) =>
    s3().send(
      new CopyObjectCommand({
        Bucket: env(bindings.published),
        Key: `${published}${file}`,
        CopySource: `${env(bindings.renditions)}/${renditions}${file}`,
      }),
    );
  // A long video has two hundred files.
  await inChunks(filesOf(media), COPIES_AT_ONCE, copy);
}

const clear = async (Bucket: string, prefix: string, kept: ReadonlySet<string> = new Set()): Promise<number> => {
  const keys = (await keysUnder(s3(), Bucket, prefix)).filter((key) => !kept.has(key));
  await removeKeys(s3(), Bucket, keys);
  return keys.length;
};

export const withdraw = ({ mediaId }: StoredMedia): Promise<number> =>
  clear(env(bindings.published), keysOf(mediaId).published);

/** Removes the upload and any renditions the item does not name; returns the number of removed objects. */
export async function tidy(media: StoredMedia): Promise<number> {
  const { upload: uploaded, renditions } = keysOf(media.mediaId);
  await abortUpload(media);
  const kept = media.state === 'READY' ? filesOf(media).map((file) => `${renditions}${file}`) : [];
  return (
    (await clear(env(bindings.quarantine), uploaded)) +
    (await clear(env(bindings.renditions), renditions, new Set(kept)))
  );
}
