// `npm run docs`.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../localstack/environment.ts';
import { topCommand } from '../command.ts';

export const command = topCommand(
  'docs',
  'Generate',
  'Update the command tables in the docs and the scripts in package.json',
).action(async () => {
  const { generated, generatedText } = await import('../command-tables.ts');
  for (const path of generated) await writeFile(join(root, path), (await generatedText(path)).made);
});
