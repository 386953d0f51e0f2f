// Draws docs/images/architecture*.svg from the templates of the current sources.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleAll } from '../../../cli/deploy/bundle.ts';
import { root } from '../source.ts';
import { everything, synthesise } from '../synth.ts';
import { picturesOf } from './pictures.ts';

export async function drawPictures(): Promise<void> {
  // The stacks need their bundles.
  await bundleAll();
  const pictures = await picturesOf(synthesise('aws', everything).templates);
  const folder = join(root, 'docs/images');
  for (const name of readdirSync(folder)) if (/^architecture.*\.svg$/.test(name)) rmSync(join(folder, name));
  for (const [path, svg] of pictures) writeFileSync(join(root, path), svg);
  console.log(`✔ ${pictures.size} pictures in docs/images`);
}
