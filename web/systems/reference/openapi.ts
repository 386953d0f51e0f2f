// Reads an OpenAPI 3.1 document for the API reference: operations by service, with their requests and answers.
import { createFields, type Field, type Json, json, list, shown, text, unique } from './schema-fields.ts';

export interface Body {
  readonly mediaType: string;
  readonly whole: Field;
  readonly examples: readonly string[];
}

export interface Answer {
  readonly status: string;
  readonly text: string;
  readonly headers: readonly Field[];
  /** Without refusals, which share one shape. */
  readonly bodies: readonly Body[];
  readonly problems: readonly { readonly code: string; readonly title: string }[];
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly text: string;
  readonly needsSignIn: boolean;
  readonly parameters: readonly { readonly where: string; readonly fields: readonly Field[] }[];
  readonly body: { readonly required: boolean; readonly bodies: readonly Body[] } | undefined;
  readonly answers: readonly Answer[];
}

export interface Service {
  readonly name: string;
  readonly operations: readonly Operation[];
}

export interface Reference {
  readonly text: string;
  readonly signIn: string;
  readonly services: readonly Service[];
  /** The shape of every refusal. */
  readonly refusal: Field | undefined;
}

const problemType = 'application/problem+json';
const methods = ['get', 'post', 'put', 'patch', 'delete'];

function problemsOf(content: Json, whole: Field | undefined): Answer['problems'] {
  const examples = Object.values(json(json(content[problemType]).examples)).map((one) => json(json(one).value));
  const told = new Map(examples.map(({ code, title }) => [text(code), text(title)]));
  const codes = whole?.fields.find(({ name }) => name === 'code')?.values ?? [];
  return unique([...codes, ...told.keys()]).map((code) => ({ code, title: told.get(code) ?? '' }));
}

export function readReference(document: unknown): Reference {
  const root = json(document);
  const find = (value: unknown): Json => {
    const ref = text(json(value).$ref);
    if (!ref) return json(value);
    const steps = ref.replace(/^#\//, '').split('/');
    return json(steps.reduce<unknown>((at, step) => json(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')], root));
  };
  const fieldOf = createFields(find);

  const examplesOf = (holder: Json): string[] => [
    ...(holder.example === undefined ? [] : [shown(holder.example, 2)]),
    ...Object.values(json(holder.examples)).map((one) => shown(find(one).value, 2)),
  ];
  /** A parameter or a header: a field whose description stands outside the schema. */
  const namedField = (name: string, holder: Json): Field => {
    const field = fieldOf(name, holder.required === true, [holder.schema], []);
    return { ...field, text: text(holder.description) || field.text, example: examplesOf(holder)[0] ?? field.example };
  };
  const bodiesOf = (content: Json): Body[] =>
    Object.entries(content).map(([mediaType, media]) => ({
      mediaType,
      whole: fieldOf('', true, [json(media).schema], []),
      examples: examplesOf(json(media)),
    }));

  function answerOf(status: string, value: unknown): Answer {
    const { description, headers, content } = find(value);
    const bodies = bodiesOf(json(content));
    const refusal = bodies.find(({ mediaType }) => mediaType === problemType);
    const problems = problemsOf(json(content), refusal?.whole);
    return {
      status,
      // A refusal's description only repeats its codes.
      text: problems.length > 0 ? '' : text(description),
      headers: Object.entries(json(headers)).map(([name, header]) => namedField(name, find(header))),
      bodies: bodies.filter((body) => body !== refusal),
      problems,
    };
  }

  function operationOf(path: string, method: string, item: Json): Operation {
    const operation = json(item[method]);
    const own = list(operation.parameters).map(find);
    // An operation's own parameter overrides its path's.
    const shared = list(item.parameters)
      .map(find)
      .filter((one) => !own.some(({ name, in: where }) => one.name === name && one.in === where));
    const parameters = [...shared, ...own];
    const security = list(operation.security ?? root.security);
    const body = find(operation.requestBody);
    return {
      id: text(operation.operationId) || `${method}${path.replaceAll(/[^\w]+/g, '-')}`,
      method: method.toUpperCase(),
      path,
      summary: text(operation.summary),
      text: text(operation.description),
      needsSignIn: security.length > 0 && !security.some((one) => Object.keys(json(one)).length === 0),
      parameters: ['path', 'query', 'header', 'cookie'].flatMap((where) => {
        const fields = parameters.filter((one) => one.in === where).map((one) => namedField(text(one.name), one));
        return fields.length > 0 ? [{ where, fields }] : [];
      }),
      body:
        operation.requestBody === undefined
          ? undefined
          : { required: body.required === true, bodies: bodiesOf(json(body.content)) },
      answers: Object.entries(json(operation.responses)).map(([status, value]) => answerOf(status, value)),
    };
  }

  const found = Object.entries(json(root.paths)).flatMap(([path, value]) => {
    const item = find(value);
    return methods
      .filter((method) => method in item)
      .map((method) => ({
        service: text(list(json(item[method]).tags)[0]) || 'other',
        operation: operationOf(path, method, item),
      }));
  });
  const named = list(root.tags).map((tag) => text(json(tag).name));
  const services = unique([...named, ...found.map(({ service }) => service)]).map((name) => ({
    name,
    operations: found.filter(({ service }) => service === name).map(({ operation }) => operation),
  }));
  const { schemas, securitySchemes } = json(root.components);
  const problem = json(schemas).Problem;
  return {
    text: text(json(root.info).description),
    signIn: Object.values(json(securitySchemes))
      .map((scheme) => text(find(scheme).description))
      .filter(Boolean)
      .join(' '),
    services: services.filter(({ operations }) => operations.length > 0),
    refusal: problem === undefined ? undefined : fieldOf('', true, [problem], []),
  };
}

const namesOf = (fields: readonly Field[]): string[] =>
  fields.flatMap(({ name, fields }) => [name, ...namesOf(fields)]);

function searched({ id, method, path, summary, parameters, body, answers }: Operation): string {
  const bodies = [...(body?.bodies ?? []), ...answers.flatMap((answer) => answer.bodies)];
  const fields = [...parameters.flatMap((group) => group.fields), ...bodies.map(({ whole }) => whole)];
  const codes = answers.flatMap(({ problems }) => problems.map(({ code }) => code));
  return [id, method, path, summary, ...namesOf(fields), ...codes].join(' ');
}

/** Operations that contain every word in their path, summary, field names or problem codes. */
export function matching(services: readonly Service[], words: string): Service[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return services
    .map(({ name, operations }) => ({
      name,
      operations: operations.filter((operation) => {
        const all = `${name} ${searched(operation)}`.toLowerCase();
        return wanted.every((word) => all.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
}
