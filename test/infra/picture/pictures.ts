// docs/images/architecture.svg and architecture-<system>.svg: drawn from the templates, so that they cannot lag behind them.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { instance } from '@viz-js/viz';
import { busSource, detailType, type EventType } from '../../../lambdas/shared/base/event.ts';
import { root } from '../source.ts';
import type { Templates } from '../synth.ts';
import { overviewOf, pictureOf, systemsOf } from './dot.ts';
import { type Emits, flowsOf } from './flows.ts';

async function emitters(): Promise<Emits> {
  const files = globSync('lambdas/*/contract.ts', { cwd: root });
  const contracts = await Promise.all(
    files.map((file) => import(join(root, file)) as Promise<{ events?: Readonly<Record<string, EventType>> }>),
  );
  const known = new Set(
    contracts.flatMap(({ events = {} }) =>
      Object.values(events).map((event) => `${busSource(event.source)} ${detailType(event)}`),
    ),
  );
  return (source, type) => known.has(`${source} ${type}`);
}

/** SVG text by path from the project's root. */
export async function picturesOf(templates: Templates): Promise<Map<string, string>> {
  const [viz, emits] = await Promise.all([instance(), emitters()]);
  const flows = flowsOf(templates, emits);
  const drawn = (source: string): string => viz.renderString(source, { format: 'svg' });
  return new Map([
    ['docs/images/architecture.svg', drawn(overviewOf(templates, flows))],
    ...systemsOf(templates).map(
      (system) => [`docs/images/architecture-${system}.svg`, drawn(pictureOf(templates, flows, system))] as const,
    ),
  ]);
}
