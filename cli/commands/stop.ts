// `npm stop`.
import { placeOf, topCommand } from '../command.ts';

export const command = topCommand('stop', 'Start and stop', 'Stop the emulator and keep its data').action(async () => {
  const { stop } = await import('../deploy/stop.ts');
  await stop(await placeOf({}));
});
