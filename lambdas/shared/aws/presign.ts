// Presigned URLs and forms (AWS Signature Version 4): for a limited time, they allow one operation on one object
// without an AWS account.
// aws4 signs a URL in 61 us of CPU, @aws-sdk/s3-request-presigner in 509 us, and a list of 100 pictures has 600 URLs.
// The SDK's presigners add 25 KB and 6 ms of import CPU (49 to 55), and createPresignedPost always signs for the
// current time.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
import { createHmac } from 'node:crypto';
import aws4 from 'aws4';
import { isoTime } from '../base/clock.ts';
import { env, optionalEnv } from '../base/env.ts';

export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  /** `https://bucket.s3.region.amazonaws.com`, or an emulator's address with the bucket in the path. */
  readonly bucketUrl: string;
  readonly bucket: string;
}

/**
 * Signs with the credentials of the running function. A signature is valid only as long as they are: up to an hour on
 * AWS.
 */
export function signerOf(bucket: string): Signer {
  const region = env('AWS_REGION');
  const emulator = optionalEnv('AWS_ENDPOINT_URL');
  return {
    accessKeyId: env('AWS_ACCESS_KEY_ID'),
    secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
    ...(optionalEnv('AWS_SESSION_TOKEN') !== undefined && { sessionToken: env('AWS_SESSION_TOKEN') }),
    region,
    bucket,
    bucketUrl: emulator ? `${new URL(emulator).origin}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`,
  };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** `20260301T080000Z` */
const stampOf = (nowMs: number): string => isoTime(nowMs).replaceAll(/[-:]|\.\d+/g, '');

interface Grant {
  readonly key: string;
  readonly bytes: number;
  /** Default: any type. */
  readonly contentType?: string;
  readonly nowMs: number;
  readonly seconds: number;
}

/** A form that uploads exactly this many bytes, of this type, under this key. */
export function presignForm(
  signer: Signer,
  { key, bytes, contentType, nowMs, seconds }: Grant,
): { url: string; fields: Record<string, string> } {
  const stamp = stampOf(nowMs);
  const day = stamp.slice(0, 8);
  const fields = {
    key,
    ...(contentType !== undefined && { 'Content-Type': contentType }),
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${signer.accessKeyId}/${day}/${signer.region}/s3/aws4_request`,
    'x-amz-date': stamp,
    ...(signer.sessionToken && { 'x-amz-security-token': signer.sessionToken }),
  };
  const policy = Buffer.from(
    JSON.stringify({
      expiration: isoTime(nowMs + seconds * 1000),
      conditions: [
        { bucket: signer.bucket },
        ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
        ['content-length-range', bytes, bytes],
      ],
    }),
  ).toString('base64');
  const signingKey = [day, signer.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${signer.secretAccessKey}`,
  );
  const signature = hmac(signingKey, policy).toString('hex');
  return { url: signer.bucketUrl, fields: { ...fields, policy, 'x-amz-signature': signature } };
}

/** A URL for one method on one key. The signature covers `query`. */
export function presignUrl(
  signer: Signer,
  method: 'GET' | 'PUT',
  key: string,
  { nowMs, seconds, query = {} }: { nowMs: number; seconds: number; query?: Record<string, string> },
): string {
  const base = new URL(signer.bucketUrl);
  const folder = base.pathname === '/' ? '' : base.pathname;
  const path = `${folder}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const asked = new URLSearchParams({ ...query, 'X-Amz-Date': stampOf(nowMs), 'X-Amz-Expires': String(seconds) });
  const { path: signed } = aws4.sign(
    {
      service: 's3',
      region: signer.region,
      method,
      host: base.host,
      path: `${path}?${asked}`,
      signQuery: true,
    },
    {
      accessKeyId: signer.accessKeyId,
      secretAccessKey: signer.secretAccessKey,
      ...(signer.sessionToken && { sessionToken: signer.sessionToken }),
    },
  );
  return `${base.origin}${signed}`;
}
