// Which jobs use an upload: several may read the same one, and it is removed with the last of them.
import { inChunks } from '../../shared/base/chunks.ts';
import { leaveUpload, useUpload } from './upload-store.ts';

const AT_ONCE = 32;
const distinct = (uploadIds: readonly string[]): string[] => [...new Set(uploadIds)];

/**
 * Counts the job as a user of each upload. Returns an upload that is being removed, if there is one; then the job uses none.
 * If the caller dies before it stores the job, the uploads stay until the lifecycle rule removes them.
 */
export async function useUploads(uploadIds: readonly string[], jobId: string): Promise<string | undefined> {
  const ids = distinct(uploadIds);
  const used = await inChunks(ids, AT_ONCE, (uploadId) => useUpload(uploadId, jobId));
  const gone = ids.find((_, i) => !used[i]);
  if (gone !== undefined) await leaveUploads(ids, jobId);
  return gone;
}

export async function leaveUploads(uploadIds: readonly string[], jobId: string): Promise<void> {
  await inChunks(distinct(uploadIds), AT_ONCE, (uploadId) => leaveUpload(uploadId, jobId));
}
