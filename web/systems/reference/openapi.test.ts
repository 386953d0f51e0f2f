// Compares the reference with a plain walk through the real document: nothing in it may be left out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Body, matching, type Operation, readReference } from './openapi.ts';
import type { Field } from './schema-fields.ts';

type Json = Record<string, unknown>;

const kept = readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8');
const document = JSON.parse(kept);
const reference = readReference(document);
const operations = reference.services.flatMap((service) => service.operations);
const inDocument = Object.entries(document.paths as Record<string, Record<string, Json>>).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

function followed(value: Json): Json {
  if (typeof value.$ref !== 'string') return value;
  const steps = value.$ref.slice(2).split('/');
  return steps.reduce((at, step) => (at as Record<string, Json>)[step] ?? {}, document as Json);
}

/** Every value under a key, at any depth. Follows each reference once; skips examples, which have keys of their own. */
function* under(value: unknown, key: string, refs: readonly unknown[] = []): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  const { $ref } = value as Json;
  if (refs.includes($ref)) return;
  for (const [name, inner] of Object.entries(followed(value as Json))) {
    if (name === key) yield inner;
    if (name !== 'example' && name !== 'examples') yield* under(inner, key, $ref ? [...refs, $ref] : refs);
  }
}
const textsUnder = (value: unknown, key: string): string[] =>
  [...under(value, key)].filter((one): one is string => typeof one === 'string');

/** The names of a schema's fields, with their paths. */
function pathsIn(value: unknown, path = '', refs: readonly unknown[] = []): string[] {
  const { $ref } = (value ?? {}) as Json;
  if (refs.includes($ref)) return [];
  const within = (inner: unknown, at = path): string[] => pathsIn(inner, at, $ref ? [...refs, $ref] : refs);
  const schema = followed((value ?? {}) as Json);
  const properties = Object.entries((schema.properties ?? {}) as Json);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (schema[key] ?? []) as unknown[]);
  return [
    ...properties.flatMap(([name, inner]) => [`${path}${name}`, ...within(inner, `${path}${name}.`)]),
    ...(schema.items ? within(schema.items) : []),
    ...parts.flatMap((part) => within(part)),
  ];
}

const everyField = (fields: readonly Field[], path = ''): [string, Field][] =>
  fields.flatMap(
    (field) =>
      [[`${path}${field.name}`, field], ...everyField(field.fields, `${path}${field.name}.`)] as [string, Field][],
  );
/** Counts an alternative's fields as the whole's, as the plain walk does; the page itself names the alternative. */
const pathsOf = (bodies: readonly Body[]): string[] =>
  bodies
    .flatMap(({ whole }) => everyField(whole.fields).map(([path]) => path.replaceAll(/alternative \d+\./g, '')))
    .filter((path) => !path.includes('{name}') && !/alternative \d+$/.test(path));
const rootsOf = (operation: Operation): Field[] => [
  ...operation.parameters.flatMap(({ fields }) => fields),
  ...(operation.body?.bodies ?? []).map(({ whole }) => whole),
  ...operation.answers.flatMap(({ headers, bodies }) => [...headers, ...bodies.map(({ whole }) => whole)]),
];

test('every operation is there, under its service', () => {
  const wanted = inDocument.map(
    ({ path, method, operation }) =>
      `${(operation.tags as string[])[0]} ${method} ${path} ${operation.operationId} ${operation.summary}`,
  );
  const found = reference.services.flatMap(({ name, operations }) =>
    operations.map(({ method, path, id, summary }) => `${name} ${method} ${path} ${id} ${summary}`),
  );
  expect(found.sort()).toEqual(wanted.sort());
  expect(found.length).toBeGreaterThan(12);
});

test('every keyword of its schemas is one the reference understands', () => {
  const known =
    'type properties required additionalProperties description $ref allOf anyOf oneOf enum const items prefixItems pattern format ' +
    'minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems minProperties ' +
    'maxProperties patternProperties propertyNames default example examples title nullable readOnly writeOnly deprecated';
  const seen = new Set<string>();
  const keywords = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null || seen.has(JSON.stringify(value))) return [];
    seen.add(JSON.stringify(value));
    const schema = value as Json;
    const inner = ['properties', 'patternProperties'].flatMap((key) => Object.values((schema[key] ?? {}) as Json));
    const others = ['items', 'additionalProperties', 'propertyNames'].map((key) => schema[key]);
    const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'].flatMap((key) => (schema[key] ?? []) as unknown[]);
    return [...Object.keys(schema), ...[...inner, ...others, ...lists].flatMap(keywords)];
  };
  const schemas = [...under(document.paths, 'schema'), ...Object.values(document.components.schemas)];
  expect(sorted(schemas.flatMap(keywords)).filter((keyword) => !known.split(' ').includes(keyword))).toEqual([]);
});

describe.each(inDocument)('$method $path', ({ path, method, operation }) => {
  const read = operations.find((one) => one.path === path && one.method === method) as Operation;
  const responses = Object.entries(operation.responses as Record<string, Json>);

  test('has every status, every problem code and every header of each', () => {
    const wanted = responses.map(([status, response]) => {
      const codes = [...under(response, 'examples')].flatMap((examples) => Object.keys(examples as Json));
      return [status, sorted(codes), Object.keys((followed(response).headers ?? {}) as Json)];
    });
    expect(
      read.answers.map(({ status, problems, headers }) => [
        status,
        sorted(problems.map(({ code }) => code)),
        headers.map(({ name }) => name),
      ]),
    ).toEqual(wanted);
    for (const { problems } of read.answers) for (const { title } of problems) expect(title).not.toBe('');
  });

  test('has every parameter and every nested field of what goes in and out', () => {
    const parameters = ((operation.parameters ?? []) as Json[]).map(followed);
    expect(
      sorted(read.parameters.flatMap(({ where, fields }) => fields.map(({ name }) => `${where} ${name}`))),
    ).toEqual(sorted(parameters.map((one) => `${one.in} ${one.name}`)));
    const bodiesIn = (holder: unknown): string[] =>
      Object.entries((followed((holder ?? {}) as Json).content ?? {}) as Record<string, Json>)
        .filter(([mediaType]) => mediaType !== 'application/problem+json')
        .flatMap(([, { schema }]) => pathsIn(schema));
    expect(sorted(pathsOf(read.body?.bodies ?? []))).toEqual(sorted(bodiesIn(operation.requestBody)));
    for (const [status, response] of responses) {
      const answer = read.answers.find((one) => one.status === status);
      expect([status, sorted(pathsOf(answer?.bodies ?? []))]).toEqual([status, sorted(bodiesIn(response))]);
    }
  });

  test('has every pattern, format and example, and says who may call it', () => {
    const fields = everyField(rootsOf(read)).map(([, field]) => field);
    const roots = [
      operation.parameters,
      operation.requestBody,
      ...responses.filter(([status]) => status < '300').map(([, one]) => one),
    ];
    const patterns = roots.flatMap((one) => textsUnder(one, 'pattern'));
    expect(sorted(fields.flatMap((field) => field.patterns))).toEqual(sorted(patterns));
    const formats = roots.flatMap((one) => textsUnder(one, 'format'));
    for (const format of formats) expect(fields.flatMap(({ limits }) => limits).join()).toContain(format);
    const bodies = [...(read.body?.bodies ?? []), ...read.answers.flatMap((answer) => answer.bodies)];
    const given = roots.flatMap((one) => [...under(one, 'example')]).length;
    expect([
      ...bodies.flatMap(({ examples }) => examples),
      ...fields.filter(({ example }) => example !== ''),
    ]).toHaveLength(given);
    expect(read.needsSignIn).toBe((operation.security as unknown[]).length > 0);
  });
});

test('what every refusal looks like is there with all its fields', () => {
  expect(sorted(everyField(reference.refusal?.fields ?? []).map(([path]) => path))).toEqual(
    sorted(pathsIn(document.components.schemas.Problem)),
  );
  expect(reference.text).toContain('application/problem+json');
  expect(reference.signIn).toContain('POST /api/sessions');
});

test('what a document says in other ways is read too', () => {
  const other = readReference({
    security: [{ token: [] }],
    paths: {
      '/things/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: { parameters: [{ name: 'id', in: 'path', schema: { type: 'integer' } }], responses: {} },
        put: { security: [{}], responses: { 200: { $ref: '#/components/responses/Thing' } } },
      },
    },
    components: {
      responses: { Thing: { description: 'It', content: { 'text/plain': { examples: { one: { value: 'A' } } } } } },
    },
  });
  const [get, put] = other.services[0]?.operations ?? [];
  expect(get).toMatchObject({ id: 'get-things-id-', needsSignIn: true });
  expect(get?.parameters[0]?.fields.map(({ type }) => type)).toEqual(['integer']);
  expect(put).toMatchObject({
    needsSignIn: false,
    parameters: [{ where: 'path', fields: [{ type: 'string', required: true }] }],
  });
  expect(put?.answers[0]).toMatchObject({ text: 'It', bodies: [{ mediaType: 'text/plain', examples: ['A'] }] });
  expect([readReference('no document').services, readReference({ paths: [] }).services]).toEqual([[], []]);
});

test.each([
  ['', operations.length],
  ['shorten', 1],
  ['POST links', 1],
  ['links top', 1],
  ['RANGE_TOO_LONG', 1],
  ['byreferrer', 1],
  ['no such words', 0],
])('the filter %p leaves the operations that have every word: %i', (words, count) => {
  expect(matching(reference.services, words).flatMap((service) => service.operations)).toHaveLength(count);
});
