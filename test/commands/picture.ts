// `npm run picture`.
import { topCommand } from '../../cli/command.ts';

export const command = topCommand(
  'picture',
  'Generate',
  'Draw docs/images/architecture.svg and a picture of each system from the templates',
).action(async () => {
  const { drawPictures } = await import('../infra/picture/draw.ts');
  await drawPictures();
});
