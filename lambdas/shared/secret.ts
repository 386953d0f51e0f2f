// The application's one secret, read once per instance; each use derives its own key from it.
import { createHmac } from 'node:crypto';
import { env } from './env.ts';
import { platformBindings } from './names.ts';
import { signedCall } from './signed-call.ts';

let secret: Promise<string> | undefined;

/** Key for one purpose (32 bytes): HMAC-SHA256 of the purpose under the secret, so that no use can forge another's. */
export async function appKey(purpose: 'cursor' | 'code' | 'idempotency'): Promise<Buffer> {
  return createHmac('sha256', await appSecret())
    .update(purpose)
    .digest();
}

/** The secret itself; CloudFront sends it to prove that a request came through it. A failed read is not remembered. */
export function appSecret(): Promise<string> {
  secret ??= readSecret().catch((error: unknown) => {
    secret = undefined;
    throw error;
  });
  return secret;
}

async function readSecret(): Promise<string> {
  const input = { SecretId: env(platformBindings.appSecret) };
  const answer = await signedCall<{ SecretString: string }>('secretsmanager', 'secretsmanager.GetSecretValue', input);
  return answer.SecretString;
}
