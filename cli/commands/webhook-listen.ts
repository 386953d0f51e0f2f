// `npm run webhook-listen`.
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { endpoint, placeOf, target, topCommand } from '../command.ts';

function statusOf(text: string): number {
  const status = Number(text);
  if (!(status >= 200 && status < 600))
    throw new InvalidArgumentError('Give an HTTP status, for example --answer 500.');
  return status;
}

export const command = topCommand(
  'webhook-listen',
  'Try it out',
  "Receive the demo merchant's webhooks and check their signatures",
)
  .option('--answer <status>', 'answer every delivery with this status', statusOf, 200)
  .option('--secret <secret>', 'also accept the secret of another webhook: whsec_...')
  .addOption(target)
  .addOption(endpoint)
  .action(async ({ answer, secret, ...options }) => {
    const { webhookListen } = await import('../operate/webhook-listen.ts');
    await webhookListen(await placeOf(options), { answer, secret });
  });
