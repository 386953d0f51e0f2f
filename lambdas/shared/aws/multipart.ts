// Uploads in parts, which somebody else does with presigned URLs: opened and closed here.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';

/** S3's id of the upload. One whose answer is lost is opened twice; the other goes by the bucket's lifecycle rule. */
export async function openParts(s3: S3Client, Bucket: string, Key: string, ContentType?: string): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType }));
  if (!UploadId) throw new Error('S3 opened no upload in parts');
  return UploadId;
}

/** Makes one object of parts 1 to n; false when these are not the parts that are there, or it was closed before. */
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
