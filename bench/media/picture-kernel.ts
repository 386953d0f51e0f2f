// Makes renditions of a picture repeatedly in its own process: ours, or one sharp pipeline an output, as sharp's manual shows.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { render } from '../../lambdas/media/pictures/render-picture.ts';

const [who = 'ours', path = '', times = '1'] = process.argv.slice(2);
const bytes = await readFile(path);

interface Made {
  readonly format: string;
  readonly width: number;
  readonly height: number;
}

async function ours(): Promise<Made[]> {
  return [...(await render(bytes)).picture.renditions];
}

/** Same sizes and settings; the JPEG decoder itself shrinks the picture for each of them. */
async function plain(): Promise<Made[]> {
  const picture = sharp(bytes).autoOrient().toColourspace('srgb');
  const made: Made[] = [];
  for (const edge of [320, 960, 1920])
    for (const format of ['webp', 'jpeg'] as const) {
      const small = picture.clone().resize(edge, edge, { fit: 'inside', withoutEnlargement: true });
      const encoded = format === 'webp' ? small.webp({ quality: 80 }) : small.jpeg({ quality: 82 });
      const { info } = await encoded.toBuffer({ resolveWithObject: true });
      made.push({ format, width: info.width, height: info.height });
    }
  return made;
}

const work = who === 'ours' ? ours : plain;
let last: Made[] = [];
for (let i = 0; i < Number(times); i += 1) last = await work();
console.log(last.map(({ format, width, height }) => `${format} ${width}x${height}`).join('\n'));
