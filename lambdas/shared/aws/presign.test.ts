import { describe, expect, test } from '@jest/globals';
import { presignForm, presignUrl } from './presign.ts';

// The example from the AWS documentation: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
const signer = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  bucket: 'examplebucket',
  bucketUrl: 'https://examplebucket.s3.amazonaws.com',
};
const nowMs = Date.UTC(2013, 4, 24);

describe('a presigned URL', () => {
  test("has the signature of AWS's own example", () => {
    const url = new URL(presignUrl(signer, 'GET', 'test.txt', { nowMs, seconds: 86_400 }));
    expect(url.searchParams.get('X-Amz-Signature')).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  test('signs method, key and query: another of each has another signature', () => {
    const signature = (method: 'GET' | 'PUT', key: string, query?: Record<string, string>) =>
      new URL(presignUrl(signer, method, key, { nowMs, seconds: 60, ...(query && { query }) })).searchParams.get(
        'X-Amz-Signature',
      );
    const all = [
      signature('GET', 'a b'),
      signature('PUT', 'a b'),
      signature('GET', 'a/b'),
      signature('GET', 'a b', { partNumber: '1' }),
    ];
    expect(new Set(all).size).toBe(4);
  });

  test('stands below the path of an emulator, with its token', () => {
    const local = { ...signer, bucketUrl: 'http://localhost:4566/examplebucket', sessionToken: 'token' };
    const url = new URL(presignUrl(local, 'PUT', 'a/b (1).txt', { nowMs, seconds: 60 }));
    expect(url.origin + decodeURIComponent(url.pathname)).toBe('http://localhost:4566/examplebucket/a/b (1).txt');
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe('token');
  });
});

test('a form says where, what, how much and how long, and nothing else is signed', () => {
  const { url, fields } = presignForm({ ...signer, sessionToken: 't' }, { key: 'k', bytes: 7, nowMs, seconds: 60 });
  expect(url).toBe(signer.bucketUrl);
  const policy = JSON.parse(Buffer.from(fields.policy ?? '', 'base64').toString());
  expect(policy.expiration).toBe('2013-05-24T00:01:00.000Z');
  expect(policy.conditions).toEqual([
    { bucket: 'examplebucket' },
    { key: 'k' },
    { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
    { 'x-amz-credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request' },
    { 'x-amz-date': '20130524T000000Z' },
    { 'x-amz-security-token': 't' },
    ['content-length-range', 7, 7],
  ]);
  expect(fields['x-amz-signature']).toMatch(/^[0-9a-f]{64}$/);
  const typed = presignForm(signer, { key: 'k', bytes: 7, contentType: 'image/png', nowMs, seconds: 60 });
  expect(typed.fields['Content-Type']).toBe('image/png');
  expect(JSON.parse(Buffer.from(typed.fields.policy ?? '', 'base64').toString()).conditions).toContainEqual({
    'Content-Type': 'image/png',
  });
});
