// Changes to a copy of the templates that a check must detect.
import { resources, type Templates } from './synth.ts';

type Properties = Record<string, unknown>;
export type Raw = {
  Type: string;
  Properties: Properties;
  DeletionPolicy?: string;
  DependsOn?: string | readonly string[];
};
type Wanted = (properties: Properties) => boolean;

/** The first resource of a type, as in the template. */
export function first(templates: Templates, type: string, wanted: Wanted = () => true): Raw {
  const found = resources(templates, type).find(({ properties }) => wanted(properties));
  const raw = found && templates[found.stack]?.Resources[found.id];
  if (!raw) throw new Error(`There is no ${type} to spoil: give the check another one`);
  return Object.assign(raw, { Properties: raw.Properties ?? {} });
}

/** Overrides properties of the first resource of a type. */
export const change = (type: string, other: (properties: Properties) => Properties) => (templates: Templates) => {
  const { Properties } = first(templates, type);
  Object.assign(Properties, other(Properties));
};

/** Adds `times` copies of the first resource of a type to its stack. */
export const multiply = (type: string, times: number, wanted?: Wanted) => (templates: Templates) => {
  const raw = first(templates, type, wanted);
  const stack = Object.values(templates).find(({ Resources }) => Object.values(Resources).includes(raw));
  for (let i = 0; stack && i < times; i += 1) stack.Resources[`Copy${i}`] = raw;
};
