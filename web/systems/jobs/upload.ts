// Uploads files directly into the bucket with their presigned forms, and reports progress.
import { Failure } from '../../kit/requests/failure.ts';
import { postForm } from '../../kit/requests/transfer.ts';
import { announceUpload } from './api.ts';
import { uploadName } from './upload-name.ts';

/** Limit of a single form upload. Larger files need a multipart upload, which `npm run job` does. */
const MOST_BYTES = 100 * 2 ** 20;

/** Files already uploaded. They are not sent again when the job fails to start. */
const known = new WeakMap<File, string>();

/** Returns the upload ids; reports how many bytes of the total are sent. */
export async function uploadFiles(files: readonly File[], onBytes: (bytes: number) => void): Promise<string[]> {
  const large = files.find(({ size }) => size > MOST_BYTES);
  if (large) {
    const title = `${large.name} is over 100 MB`;
    throw new Failure(413, {
      title,
      detail: 'Use `npm run job` instead; it uploads the file in parts.',
      errors: [],
    });
  }
  const uploadIds: string[] = [];
  let gone = 0;
  for (const file of files) {
    let uploadId = known.get(file);
    if (uploadId === undefined) {
      const announced = await announceUpload(uploadName(file.name), file.size);
      if (!announced.upload) throw new Error('The upload has no form');
      const before = gone;
      await postForm(announced.upload, file, (bytes) => onBytes(before + bytes));
      uploadId = announced.uploadId;
      known.set(file, uploadId);
    }
    uploadIds.push(uploadId);
    gone += file.size;
    onBytes(gone);
  }
  return uploadIds;
}
