// Reads what the API reference shows out of an OpenAPI 3.1 document, and leaves out what it does not understand.

type Json = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly needsToken: boolean;
  /** `name: type, required`, one line a field. */
  readonly parameters: readonly string[];
  readonly body: readonly string[];
  readonly responses: readonly { readonly status: string; readonly text: string; readonly fields: readonly string[] }[];
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const json = (value: unknown): Json => (isJson(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function operationsOf(document: unknown): Operation[] {
  const root = json(document);
  const resolve = (value: unknown): Json => {
    const ref = json(value).$ref;
    if (typeof ref !== 'string') return json(value);
    const steps = ref.replace(/^#\//, '').split('/');
    return json(steps.reduce<unknown>((at, step) => json(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')], root));
  };
  const typeOf = (value: unknown): string => {
    const schema = resolve(value);
    const options = list(schema.anyOf ?? schema.oneOf);
    if (options.length > 0) return options.map(typeOf).join(' or ');
    if (Array.isArray(schema.enum)) return schema.enum.map(String).join(' | ');
    if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
    const type = list(schema.type).join(' or ') || text(schema.type) || 'anything';
    return text(schema.format) ? `${type} (${text(schema.format)})` : type;
  };
  const fieldsOf = (content: unknown): string[] => {
    const schema = resolve(json(Object.values(json(content))[0]).schema);
    const required = list(schema.required);
    return Object.entries(json(schema.properties)).map(
      ([name, field]) => `${name}: ${typeOf(field)}${required.includes(name) ? ', required' : ''}`,
    );
  };
  const problemsOf = (response: Json): string => {
    const named = list(response['x-problems']).map((one) => text(one) || text(json(one).code));
    const examples = Object.keys(json(json(json(response.content)['application/problem+json']).examples));
    return [...new Set([...named, ...examples])].filter(Boolean).join(', ');
  };
  return Object.entries(json(root.paths)).flatMap(([path, item]) =>
    ['get', 'post', 'put', 'patch', 'delete'].flatMap((method) => {
      const operation = json(item)[method];
      if (!isJson(operation)) return [];
      const parameters = [...list(json(item).parameters), ...list(operation.parameters)].map(resolve);
      const security = list(operation.security ?? root.security);
      return {
        id: text(operation.operationId) || `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        summary: text(operation.summary),
        needsToken: security.length > 0 && !security.some((one) => Object.keys(json(one)).length === 0),
        parameters: parameters.map(
          (one) => `${text(one.name)} (${text(one.in)}): ${typeOf(one.schema)}${one.required ? ', required' : ''}`,
        ),
        body: fieldsOf(resolve(operation.requestBody).content),
        responses: Object.entries(json(operation.responses)).map(([status, value]) => {
          const response = resolve(value);
          return {
            status,
            text: problemsOf(response) || text(response.description),
            fields: status.startsWith('2') ? fieldsOf(response.content) : [],
          };
        }),
      };
    }),
  );
}
