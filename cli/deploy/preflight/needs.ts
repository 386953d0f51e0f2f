// How much of the quotas the application needs, counted in shape.txt, which a test keeps equal to the templates.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../localstack/environment.ts';

export interface Needs {
  readonly routes: number;
  readonly tables: number;
  readonly streams: number;
}

/** Lines below a title, up to the next one. */
function linesOf(shape: string, title: string): string[] {
  const part = shape.split(/^# /m).find((text) => text.startsWith(title)) ?? '';
  return part.split('\n').slice(1).filter(Boolean);
}

/** Methods of `on DELETE* GET /api/links/{code}, $default`: API Gateway counts a route for each. */
const routesOf = (line: string): number =>
  (/ \| on (.*?) \| may /.exec(line)?.[1] ?? '')
    .split(', ')
    .filter((trigger) => /^(?:\$default$|(?:[A-Z]+\*? )+\/)/.test(trigger))
    .reduce((sum, trigger) => sum + trigger.split(' ').filter((word) => !word.startsWith('/')).length, 0);

function needsOf(shape: string): Needs {
  return {
    routes: linesOf(shape, 'Functions').reduce((sum, line) => sum + routesOf(line), 0),
    tables: linesOf(shape, 'Tables').length,
    streams: linesOf(shape, 'Streams').length,
  };
}

export const needs = async (): Promise<Needs> => needsOf(await readFile(join(root, 'shape.txt'), 'utf8'));
