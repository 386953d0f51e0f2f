// Signs a request with the function's credentials (Signature Version 4).
import type { OutgoingHttpHeaders } from 'node:http';
import aws4 from 'aws4';
import { env, optionalEnv } from '../base/env.ts';

interface Unsigned {
  readonly service: string;
  readonly host: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The given headers and those of the signature. */
export const signedHeaders = (request: Unsigned): OutgoingHttpHeaders =>
  aws4.sign(
    { ...request, region: env('AWS_REGION') },
    {
      accessKeyId: env('AWS_ACCESS_KEY_ID'),
      secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
      ...(optionalEnv('AWS_SESSION_TOKEN') && { sessionToken: env('AWS_SESSION_TOKEN') }),
    },
  ).headers ?? {};
