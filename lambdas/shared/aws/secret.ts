// Secrets, read once per instance. Each purpose derives its own key from the application's secret.
import { createHmac } from 'node:crypto';
import { env } from '../base/env.ts';
import { platformBindings } from '../base/names.ts';
import { signedCall } from './signed-call.ts';

const secrets = new Map<string, Promise<string>>();

/**
 * Key for one purpose (32 bytes): HMAC-SHA256 of the purpose under the secret, so a key for one purpose cannot forge
 * another's tokens.
 */
export async function appKey(
  purpose: 'cursor' | 'code' | 'idempotency' | 'mailedCode' | 'playback' | 'signUp',
): Promise<Buffer> {
  return createHmac('sha256', await appSecret())
    .update(purpose)
    .digest();
}

/** The secret itself. CloudFront sends it to prove that a request came through the CDN. */
export const appSecret = (): Promise<string> => secretOf(platformBindings.appSecret);

/** The secret bound under a name, read once per instance. A failed read is not cached. */
export function secretOf(binding: string): Promise<string> {
  const secret =
    secrets.get(binding) ??
    readSecret(binding).catch((error: unknown) => {
      secrets.delete(binding);
      throw error;
    });
  secrets.set(binding, secret);
  return secret;
}

async function readSecret(binding: string): Promise<string> {
  const input = { SecretId: env(binding) };
  const answer = await signedCall<{ SecretString: string }>('secretsmanager', 'secretsmanager.GetSecretValue', input);
  return answer.SecretString;
}
