import { describe, expect, test } from '@jest/globals';
import { createFields, type Field, json } from './schema-fields.ts';

const schemas: Record<string, unknown> = {
  Id: { type: 'string', pattern: '^[a-z]+$', description: 'An id' },
  Tree: {
    type: 'object',
    required: ['id'],
    properties: { id: { $ref: '#/Id' }, parts: { type: 'array', items: { $ref: '#/Tree' } } },
  },
  Ping: { type: 'object', properties: { pong: { $ref: '#/Pong' } } },
  Pong: { allOf: [{ $ref: '#/Ping' }, { properties: { at: { type: 'integer' } } }] },
};
const fieldOf = createFields((value) => {
  const { $ref } = json(value);
  return json(typeof $ref === 'string' ? schemas[$ref.slice(2)] : value);
});
const read = (schema: unknown): Field => fieldOf('', true, [schema], []);

/** `path: type` of every inner field. */
const lines = ({ fields }: Field, path = ''): string[] =>
  fields.flatMap((field) => [`${path}${field.name}: ${field.type}`, ...lines(field, `${path}${field.name}.`)]);

describe('the type and what is inside', () => {
  test.each([
    ['a string', { type: 'string' }, 'string', []],
    ['null beside it', { type: ['string', 'null'] }, 'string or null', []],
    ['null as an alternative', { anyOf: [{ $ref: '#/Id' }, { type: 'null' }] }, 'string or null', []],
    ['nullable, as OpenAPI 3.0 said it', { type: 'integer', nullable: true }, 'integer or null', []],
    ['nothing but null', { type: 'null' }, 'null', []],
    ['anything', {}, 'anything', []],
    ['a constant', { const: 7 }, 'number', []],
    [
      'lists in lists',
      { type: 'array', items: { type: 'array', items: { $ref: '#/Id' } } },
      'list of list of string',
      [],
    ],
    [
      'objects in a list in an object',
      { properties: { a: { type: 'array', items: { type: 'object', properties: { b: { type: 'boolean' } } } } } },
      'object',
      ['a: list of object', 'a.b: boolean'],
    ],
    [
      'fields of any name',
      { type: 'object', additionalProperties: { type: 'object', properties: { n: { type: 'integer' } } } },
      'object',
      ['{name}: object', '{name}.n: integer'],
    ],
    [
      'no other fields',
      { type: 'object', properties: { a: {} }, additionalProperties: false },
      'object',
      ['a: anything'],
    ],
    [
      'places in a list',
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] },
      'array',
      ['[0]: string', '[1]: number'],
    ],
    ['plain alternatives', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, 'string or integer', []],
    [
      'alternatives with something inside',
      { oneOf: [{ $ref: '#/Id' }, { title: 'Full', type: 'object', properties: { id: { $ref: '#/Id' } } }] },
      'string or object',
      ['Id: string', 'Full: object', 'Full.id: string'],
    ],
    [
      'what holds at once, the same name in both',
      {
        allOf: [
          { properties: { code: { type: 'string' }, a: {} } },
          { properties: { code: { enum: ['A'] } }, required: ['a'] },
        ],
      },
      'object',
      ['code: string', 'a: anything'],
    ],
    ['a circle through a list', { $ref: '#/Tree' }, 'object', ['id: string', 'parts: list of Tree, as above']],
    ['a circle through another', { $ref: '#/Ping' }, 'object', ['pong: Ping, as above', 'pong.at: integer']],
    ['a reference to nothing', { $ref: '#/None' }, 'anything', []],
  ])('%s', (_, schema, type, inside) => {
    const field = read(schema);
    expect([field.type, lines(field)]).toEqual([type, inside]);
  });
});

describe('the limits', () => {
  test.each([
    [{ minLength: 1, maxLength: 64 }, ['1 to 64 characters']],
    [{ minLength: 1 }, ['at least 1 character']],
    [{ maxLength: 64 }, ['at most 64 characters']],
    [{ minLength: 4, maxLength: 4 }, ['exactly 4 characters']],
    [{ minimum: 1, maximum: 100, default: 20 }, ['1 to 100', 'default 20']],
    [{ minimum: 0 }, ['at least 0']],
    [
      { exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.1 },
      ['more than 0', 'less than 1', 'a multiple of 0.1'],
    ],
    [
      { type: 'array', minItems: 1, uniqueItems: true, items: { maxLength: 9 } },
      ['at least 1 item', 'unique items', 'each at most 9 characters'],
    ],
    [{ maxProperties: 2 }, ['at most 2 fields']],
    [{ format: 'date-time', default: false }, ['date-time', 'default false']],
    [{ readOnly: true, deprecated: true }, ['only in responses', 'deprecated']],
    [
      { allOf: [{ minLength: 1 }, { maxLength: 2 }, { minLength: 1 }] },
      ['at least 1 character', 'at most 2 characters'],
    ],
  ])('%j', (schema, limits) => {
    expect(read(schema).limits).toEqual(limits);
  });

  test('patterns, allowed values, words and an example come from every part', () => {
    const field = read({ allOf: [{ $ref: '#/Id' }, { pattern: 'x' }, { enum: ['xa', 'xb'] }], examples: ['xa'] });
    expect(field).toMatchObject({ text: 'An id', patterns: ['^[a-z]+$', 'x'], values: ['xa', 'xb'], example: 'xa' });
  });

  test('the limits of names are said where any name may stand', () => {
    const schema = { type: 'object', propertyNames: { maxLength: 8 }, additionalProperties: { minimum: 1 } };
    expect(read(schema).fields[0]?.limits).toEqual(['at least 1', 'name: at most 8 characters']);
  });
});

test('a field is required when any part says so', () => {
  const fields = read({ allOf: [{ properties: { a: {}, b: {} } }, { required: ['b'] }] }).fields;
  expect(fields.map(({ name, required }) => [name, required])).toEqual([
    ['a', false],
    ['b', true],
  ]);
});
