// Replaces the SDK's default credential chain in bundles (cli/deploy/bundle.ts): a Lambda's credentials are in its
// environment.
import { env, optionalEnv } from '../base/env.ts';

export const defaultProvider = () => async () => ({
  accessKeyId: env('AWS_ACCESS_KEY_ID'),
  secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
  ...(optionalEnv('AWS_SESSION_TOKEN') !== undefined && { sessionToken: env('AWS_SESSION_TOKEN') }),
});
