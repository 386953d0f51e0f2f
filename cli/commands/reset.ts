// `npm run reset`.
import { placeOf, topCommand } from '../command.ts';

export const command = topCommand(
  'reset',
  'Start and stop',
  'Stop the emulator and delete everything it stored',
).action(async () => {
  const { reset } = await import('../deploy/stop.ts');
  await reset(await placeOf({}));
});
