// `npm run mail`.
import { endpoint, placeOf, target, topCommand } from '../command.ts';

export const command = topCommand('mail', 'Look inside', 'Print the mail that the emulator keeps instead of sending')
  .argument('[address]', 'only mail to this address, such as customer@demo.example')
  .addOption(target)
  .addOption(endpoint)
  .action(async (address, options) => {
    const { mail } = await import('../operate/mail.ts');
    await mail(await placeOf(options), address);
  });
