// Our signatures of webhooks as a receiver in Python sees them: its library takes them, and nothing that was changed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newSecret } from '../../lambdas/shared/base/ids.ts';
import { secretOfText, signedHeaders } from '../../lambdas/shared/base/text/standard-webhook.ts';
import { ended } from '../../localstack/child.ts';
import { Failure } from '../../localstack/failure.ts';

const drawn = (): string => `whsec_${newSecret()}`;

/** Of a merchant, of a merchant who changes the secret, and of the bank. */
const secretsOf = [() => [drawn()], () => [drawn(), drawn()], () => [secretOfText(newSecret())]];

export async function verifyWebhooks(python: string, folder: string): Promise<void> {
  const messages = Array.from({ length: 60 }, (_, i) => {
    const secrets = secretsOf[i % secretsOf.length]?.() ?? [];
    const body = JSON.stringify({ i, name: 'straße 💛', text: 'x'.repeat(i * 50) });
    return { secrets, other: drawn(), body, headers: signedHeaders({ id: `dl-${i}`, body }, secrets, Date.now()) };
  });
  const file = join(folder, 'webhooks.json');
  await writeFile(file, JSON.stringify(messages));
  const { code, output } = await ended(python, [join(import.meta.dirname, 'webhooks.py'), file], {});
  if (code !== 0)
    throw new Failure('The Python library of Standard Webhooks does not believe our signatures', output.slice(0, 2000));
  console.log(`✔ Python verifies ${output.trim()}`);
}
