// Multipart uploads. Clients upload the parts with presigned URLs; we open and close the upload.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  type Part,
  type S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { isMissing } from './objects.ts';

/**
 * Returns S3's upload id. If the response is lost, the caller opens a second upload, and the lifecycle rule removes the
 * first.
 */
export async function openParts(s3: S3Client, Bucket: string, Key: string, ContentType?: string): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType }));
  if (!UploadId) throw new Error('S3 started no multipart upload');
  return UploadId;
}

/** The parts uploaded so far, in order; none once the upload is closed. */
export async function listParts(s3: S3Client, Bucket: string, Key: string, UploadId: string): Promise<Part[]> {
  const parts: Part[] = [];
  let PartNumberMarker: string | undefined;
  try {
    do {
      const page = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker }));
      parts.push(...(page.Parts ?? []));
      PartNumberMarker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (PartNumberMarker !== undefined);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return parts;
}

/**
 * Makes one object of parts 1 to n. Returns false when the given parts do not match the uploaded ones, or the upload
 * was already closed.
 */
export async function closeParts(
  s3: S3Client,
  Bucket: string,
  Key: string,
  UploadId: string,
  etags: readonly string[],
): Promise<boolean> {
  const Parts = etags.map((ETag, i) => ({ ETag, PartNumber: i + 1 }));
  try {
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    return true;
  } catch (error) {
    const { name } = error as S3ServiceException;
    if (['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'NoSuchUpload'].includes(name)) return false;
    throw error;
  }
}
