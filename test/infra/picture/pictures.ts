// docs/images/architecture.svg and architecture-<system>.svg, drawn from the templates so that they stay current.
import { instance } from '@viz-js/viz';
import { readContracts } from '../../../bin/contracts.ts';
import { busSource, detailType } from '../../../lambdas/shared/base/event.ts';
import type { Templates } from '../synth.ts';
import { overviewOf, pictureOf, systemsOf } from './dot.ts';
import { type Emits, flowsOf } from './flows.ts';

async function emitters(): Promise<Emits> {
  const declared = (await readContracts()).flatMap(({ events = {} }) => Object.values(events));
  const known = new Set(declared.map((event) => `${busSource(event.source)} ${detailType(event)}`));
  return (source, type) => known.has(`${source} ${type}`);
}

/** SVG text by path relative to the project's root. */
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
