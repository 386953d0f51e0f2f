// `npm run alarm-drill`.
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand('alarm-drill', 'Look inside', 'Raise an alarm for a moment, and show who is told')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .action(async (options) => {
    const { alarmDrill } = await import('../operate/alarm-drill.ts');
    await alarmDrill(await placeOf(options));
  });
