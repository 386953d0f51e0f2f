// `npm run picture`.
import { topCommand } from '../../cli/command.ts';

export const command = topCommand(
  'picture',
  'Generate',
  'Draw the architecture pictures in docs/images from the templates',
).action(async () => {
  const { drawPictures } = await import('../infra/picture/draw.ts');
  await drawPictures();
});
