// Pictures of the sample products, drawn here: a product always gets the same few hundred bytes of SVG.
import { createHash } from 'node:crypto';
import { PICTURES } from '../console-file.ts';
import type { Sample } from './shelves.ts';

/** Three colours per shelf: the wall, the thing, and its mark. */
type Colours = readonly [wall: string, thing: string, mark: string];

interface Drawing {
  readonly colours: readonly Colours[];
  /** Fits in 200 by 200; `thing` and `mark` are fill classes that differ only in colour. */
  readonly shape: (thing: string, mark: string) => string;
}

const drawings: Readonly<Record<string, Drawing>> = {
  bakery: {
    colours: [
      ['#f6ead7', '#b9783f', '#e6b980'],
      ['#f3e3cf', '#8d5a2b', '#d9a566'],
      ['#f9f0dd', '#cf9350', '#f0cf9b'],
    ],
    shape: (thing, mark) =>
      `<path fill="${thing}" d="M30 130c0-50 30-72 70-72s70 22 70 72c0 14-8 20-20 20H50c-12 0-20-6-20-20z"/><path stroke="${mark}" stroke-width="9" stroke-linecap="round" d="m66 84 18 26m10-32 18 26m10-20 16 22"/>`,
  },
  fruit: {
    colours: [
      ['#fdeceb', '#d9483b', '#5d8c3a'],
      ['#fff3d6', '#ef9f27', '#6b9a3c'],
      ['#efe8f7', '#7a4fa0', '#5f8f45'],
    ],
    shape: (thing, mark) =>
      `<circle fill="${thing}" cx="78" cy="122" r="42"/><circle fill="${thing}" cx="126" cy="112" r="38"/><path fill="${mark}" d="M104 74c2-26 22-38 46-34-2 24-20 38-46 34z"/>`,
  },
  vegetables: {
    colours: [
      ['#e9f3e2', '#e0752d', '#4f8a34'],
      ['#eaf4e6', '#c93f3a', '#3f7d33'],
      ['#edf1e3', '#7b3f73', '#5a9147'],
    ],
    shape: (thing, mark) =>
      `<path fill="${thing}" d="M100 176c-24-20-42-56-36-88 4-18 68-18 72 0 6 32-12 68-36 88z"/><path fill="${mark}" d="M100 84c-6-22-24-34-42-34 4 22 20 34 42 34zm0 0c6-26 22-40 44-42-2 26-20 42-44 42zm0 0c-8-24-4-42 0-54 4 12 8 30 0 54z"/>`,
  },
  dairy: {
    colours: [
      ['#e7f1f8', '#ffffff', '#4f8fc0'],
      ['#fdf6dc', '#f4d35e', '#c99a2e'],
      ['#eef3ee', '#fbfbf6', '#6fa287'],
    ],
    shape: (thing, mark) =>
      `<path fill="${thing}" d="M78 34h44v22l20 34v72c0 8-6 12-12 12H70c-6 0-12-4-12-12V90l20-34z"/><path fill="${mark}" d="M78 34h44v14H78zM58 108h84v34H58z"/>`,
  },
  pantry: {
    colours: [
      ['#f4eedb', '#8a9a3b', '#d9c65a'],
      ['#f7e9df', '#b5532f', '#efc7a4'],
      ['#efeae0', '#7d6b4f', '#d8c49a'],
    ],
    shape: (thing, mark) =>
      `<rect fill="${thing}" x="56" y="62" width="88" height="112" rx="14"/><rect fill="${mark}" x="62" y="36" width="76" height="22" rx="6"/><rect fill="${mark}" x="56" y="92" width="88" height="44"/>`,
  },
  drinks: {
    colours: [
      ['#efe6df', '#6f4a34', '#d9b48f'],
      ['#e6f3ec', '#3f8f6b', '#f2e3a0'],
      ['#fdeedd', '#e58a2e', '#fff4e3'],
    ],
    shape: (thing, mark) =>
      `<path fill="${thing}" d="M88 28h24v34c0 12 22 22 22 46v54c0 8-6 12-12 12H78c-6 0-12-4-12-12v-54c0-24 22-34 22-46z"/><path fill="${mark}" d="M66 112h68v36H66zM88 28h24v12H88z"/>`,
  },
  sweets: {
    colours: [
      ['#f5e6e8', '#5b3427', '#c98f6b'],
      ['#fde9f0', '#d65a88', '#ffd9e6'],
      ['#f3ecdf', '#a4662e', '#f1d7a6'],
    ],
    shape: (thing, mark) =>
      `<rect fill="${thing}" x="46" y="46" width="108" height="108" rx="12"/><path stroke="${mark}" stroke-width="7" d="M82 50v100m36-100v100M50 82h100M50 118h100"/>`,
  },
  household: {
    colours: [
      ['#e5f2f4', '#3d94a6', '#f5fafb'],
      ['#eceaf6', '#6a63b5', '#f6f5fc'],
      ['#e9f4e9', '#5ba367', '#f7fcf7'],
    ],
    shape: (thing, mark) =>
      `<path fill="${thing}" d="M74 76h52l12 24v66c0 6-4 10-10 10H72c-6 0-10-4-10-10v-66z"/><path fill="${mark}" d="M84 112h32v36H84z"/><path fill="${thing}" d="M84 62h32v10H84zM64 38h46v20H88l-24 6z"/>`,
  },
  kitchen: {
    colours: [
      ['#ebe9e6', '#4a4f57', '#b98552'],
      ['#f2e8e4', '#b3452f', '#3d3a38'],
      ['#e6ecef', '#5d7684', '#c7a16b'],
    ],
    shape: (thing, mark) =>
      `<path fill="${thing}" d="M34 86h112v48c0 20-14 32-34 32H68c-20 0-34-12-34-32z"/><path fill="${mark}" d="M146 94h34c6 0 10 4 10 8s-4 8-10 8h-34zM28 72h124v12H28zM82 56h16v14H82z"/>`,
  },
  garden: {
    colours: [
      ['#eef4e4', '#c4703f', '#5c9440'],
      ['#e8f3ea', '#a85a38', '#3f8a4d'],
      ['#f6f2e2', '#b98148', '#7fa63a'],
    ],
    shape: (thing, mark) =>
      `<path fill="${thing}" d="M54 118h92l-12 56H66zM48 100h104v18H48z"/><path fill="${mark}" d="M100 98c-4-30-26-44-50-42 2 26 22 42 50 42zm0 0c2-36 20-56 48-60 0 34-18 56-48 60z"/>`,
  },
};

const svgOf = (name: string, { colours, shape }: Drawing): string => {
  const digest = createHash('sha256').update(name).digest();
  const [first = 0, second = 0, third = 0] = digest;
  const [wall, thing, mark] = colours[first % colours.length] as Colours;
  const tilt = (second % 13) - 6;
  const dots = [0, 1, 2].map((i) => {
    const [x = 0, y = 0, r = 0] = digest.subarray(4 + 3 * i);
    return `<circle cx="${20 + (x % 160)}" cy="${14 + (y % 40)}" r="${2 + (r % 4)}"/>`;
  });
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" fill="none">',
    `<rect width="200" height="200" fill="${wall}"/>`,
    `<g fill="${mark}" opacity=".35">${dots.join('')}</g>`,
    `<ellipse cx="100" cy="178" rx="${60 + (third % 18)}" ry="8" fill="#000" opacity=".1"/>`,
    `<g transform="rotate(${tilt} 100 110)">${shape(thing, mark)}</g>`,
    '</svg>',
  ].join('');
};

export interface Picture {
  readonly key: string;
  readonly svg: string;
}

/** The name contains a hash of the content, as the console's own files do, so it can be cached for ever. */
export function pictureOf({ name, category }: Pick<Sample, 'name' | 'category'>): Picture {
  const drawing = drawings[category];
  if (!drawing) throw new Error(`There is no drawing for the shelf ${category}`);
  const svg = svgOf(name, drawing);
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const hash = createHash('sha256').update(svg).digest('hex').slice(0, 8).toUpperCase();
  return { key: `${PICTURES}${words}-${hash}.svg`, svg };
}
