// Reads a JSON Schema, as in OpenAPI 3.1, as nested fields; leaves out what it does not understand.

export type Json = Readonly<Record<string, unknown>>;

/** A value of a request or an answer, with its inner fields. */
export interface Field {
  /** `{name}` stands for any name; empty for a whole body. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly text: string;
  /** In words: `1 to 64 characters`, `default 20`. */
  readonly limits: readonly string[];
  readonly patterns: readonly string[];
  /** The only values allowed. */
  readonly values: readonly string[];
  readonly example: string;
  /** The fields of an object or of a list's items, or one field per alternative. */
  readonly fields: readonly Field[];
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const json = (value: unknown): Json => (isJson(value) ? value : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const shown = (value: unknown, indent = 0): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, indent) ?? '');
export const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
const lastOf = (ref: string): string => ref.split('/').at(-1) ?? '';

function range(least: unknown, most: unknown, one: string, many = `${one}s`): string[] {
  const unit = (count: unknown): string => (one === '' ? '' : ` ${count === 1 ? one : many}`);
  if (least === undefined && most === undefined) return [];
  if (least === most) return [`exactly ${least}${unit(least)}`];
  if (most === undefined) return [`at least ${least}${unit(least)}`];
  return [least === undefined ? `at most ${most}${unit(most)}` : `${least} to ${most}${unit(most)}`];
}

const limitsOf = (schema: Json): string[] => [
  ...(text(schema.format) ? [text(schema.format)] : []),
  ...range(schema.minLength, schema.maxLength, 'character'),
  ...range(schema.minimum, schema.maximum, '', ''),
  ...(schema.exclusiveMinimum === undefined ? [] : [`more than ${schema.exclusiveMinimum}`]),
  ...(schema.exclusiveMaximum === undefined ? [] : [`less than ${schema.exclusiveMaximum}`]),
  ...(schema.multipleOf === undefined ? [] : [`a multiple of ${schema.multipleOf}`]),
  ...range(schema.minItems, schema.maxItems, 'item'),
  ...(schema.uniqueItems === true ? ['unique items'] : []),
  ...range(schema.minProperties, schema.maxProperties, 'field'),
  ...(schema.default === undefined ? [] : [`default ${shown(schema.default)}`]),
  ...(schema.readOnly === true ? ['only in responses'] : []),
  ...(schema.writeOnly === true ? ['only in requests'] : []),
  ...(schema.deprecated === true ? ['deprecated'] : []),
];

/** Everything that applies to one value: a schema with the schemas it references or joins by allOf. */
interface Whole {
  readonly parts: Json[];
  readonly alternatives: unknown[][];
  /** The references that led here; one that appears again further down is a cycle. */
  readonly refs: string[];
  nullable: boolean;
  /** Name of the enclosing schema that repeats here. */
  again: string;
}

/** `find` follows one reference, or returns the value itself. */
export function createFields(find: (value: unknown) => Json) {
  const isNull = (value: unknown): boolean => find(value).type === 'null';

  function gather(schemas: readonly unknown[], above: readonly string[]): Whole {
    const whole: Whole = { parts: [], alternatives: [], refs: [...above], nullable: false, again: '' };
    const add = (value: unknown, path: readonly string[]): void => {
      const { $ref, allOf, anyOf, oneOf, ...own } = json(value);
      whole.parts.push(own);
      whole.nullable ||= own.nullable === true || list(own.type).includes('null') || own.type === 'null';
      const ref = text($ref);
      if (path.includes(ref)) whole.again = lastOf(ref);
      else if (ref) {
        whole.refs.push(ref);
        add(find(value), [...path, ref]);
      }
      for (const one of list(allOf)) add(one, path);
      for (const options of [list(anyOf), list(oneOf)]) {
        const real = options.filter((one) => !isNull(one));
        whole.nullable ||= real.length < options.length;
        if (real.length === 1) add(real[0], path);
        else if (real.length > 1) whole.alternatives.push(real);
      }
    };
    for (const schema of schemas) add(schema, above);
    return whole;
  }

  /** The schemas under `key`, from the parts that have one. */
  const under = ({ parts }: Whole, key: string): unknown[] =>
    parts.flatMap((part) => (isJson(part[key]) ? [part[key]] : []));

  function typeOf(whole: Whole): string {
    const { parts, alternatives, again, refs } = whole;
    const named = parts.flatMap(({ type }) => [...list(type), type].filter((one) => text(one) && one !== 'null'));
    const value = parts.flatMap((part) => ('const' in part ? [part.const] : list(part.enum)))[0];
    const each = alternatives.flat().map((one) => typeOf(gather([one], refs)));
    const items = under(whole, 'items');
    let type = unique(named).join(' or ') || unique(each).join(' or ');
    if (again) type = `${again}, as above`;
    else if (type === 'array' && items.length > 0) type = `list of ${typeOf(gather(items, refs))}`;
    else if (type === '' && under(whole, 'properties').length > 0) type = 'object';
    else if (type === '' && value !== undefined) type = value === null ? 'null' : typeof value;
    if (!whole.nullable) return type || 'anything';
    return type ? `${type} or null` : 'null';
  }

  function fieldsInside(whole: Whole): Field[] {
    const { refs } = whole;
    const required = whole.parts.flatMap((part) => list(part.required));
    const named = under(whole, 'properties').map(json);
    const names = unique(named.flatMap((one) => Object.keys(one)));
    const properties = names.map((name) =>
      fieldOf(
        name,
        required.includes(name),
        named.flatMap((one) => (name in one ? [one[name]] : [])),
        refs,
      ),
    );
    const others = under(whole, 'additionalProperties');
    const matching = under(whole, 'patternProperties').flatMap((one) => Object.entries(json(one)));
    const keys = gather(under(whole, 'propertyNames'), []).parts.flatMap(limitsOf);
    const map = others.length > 0 ? [fieldOf('{name}', false, others, refs)] : [];
    const choices = whole.alternatives.flatMap((options) =>
      options.map((one, index) => {
        const name = text(find(one).title) || lastOf(text(json(one).$ref)) || `alternative ${index + 1}`;
        return fieldOf(name, false, [one], refs);
      }),
    );
    const says = ({ fields, limits, patterns, values }: Field): boolean =>
      [fields, limits, patterns, values].some(({ length }) => length > 0);
    return [
      ...properties,
      ...whole.parts
        .flatMap((part) => list(part.prefixItems))
        .map((one, index) => fieldOf(`[${index}]`, true, [one], refs)),
      ...matching.map(([pattern, one]) => fieldOf(`{name like ${pattern}}`, false, [one], refs)),
      ...map.map((one) => ({ ...one, limits: [...one.limits, ...keys.map((limit) => `name: ${limit}`)] })),
      ...(choices.some(says) ? choices : []),
    ];
  }

  function fieldOf(name: string, required: boolean, schemas: readonly unknown[], above: readonly string[]): Field {
    const whole = gather(schemas, above);
    const { parts } = whole;
    const first = (key: string): string => text(parts.find((part) => text(part[key]))?.[key]);
    const items = under(whole, 'items');
    const item = items.length > 0 ? fieldOf('', true, items, whole.refs) : undefined;
    const example = parts.map((part) => part.example ?? list(part.examples)[0]).find((one) => one !== undefined);
    return {
      name,
      type: typeOf(whole),
      required,
      text: first('description') || (item?.text ?? ''),
      limits: unique([...parts.flatMap(limitsOf), ...(item?.limits ?? []).map((limit) => `each ${limit}`)]),
      patterns: unique([
        ...parts.flatMap(({ pattern }) => (text(pattern) ? [text(pattern)] : [])),
        ...(item?.patterns ?? []),
      ]),
      values: unique([
        ...parts.flatMap((part) => ('const' in part ? [part.const] : list(part.enum))).map(shown),
        ...(item?.values ?? []),
      ]),
      example: example === undefined ? '' : shown(example),
      fields: [...fieldsInside(whole), ...(item?.fields ?? [])],
    };
  }
  return fieldOf;
}
