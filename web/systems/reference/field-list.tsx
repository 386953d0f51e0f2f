// The fields of a request or an answer: each with its type and limits, and its inner fields as a nested list.
import type { VNode } from 'preact';
import type { Field } from './schema-fields.ts';

/** A longer pattern, such as a date's, tells most readers less than its description; it is collapsed. */
const shortPattern = 40;

function Pattern({ pattern }: { pattern: string }): VNode {
  const code = <code>{pattern}</code>;
  if (pattern.length <= shortPattern) return <p class="hint">Pattern: {code}</p>;
  return (
    <details class="hint">
      <summary>Pattern</summary>
      {code}
    </details>
  );
}

/** Descriptions mark code with backticks. */
export function Words({ text }: { text: string }): VNode {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>;
}

/** The type and its limits, in one line. */
export const typeLine = ({ type, limits }: Field): string => [type, ...limits].join(', ');

/** Everything else about a field: description, allowed values, patterns and an example. */
export function FieldFacts({ field }: { field: Field }): VNode {
  const { text, patterns, values, example } = field;
  return (
    <>
      {text && (
        <p>
          <Words text={text} />
        </p>
      )}
      {values.length > 0 && (
        <p class="hint">
          {values.length > 1 ? 'One of' : 'Always'}{' '}
          {values.map((value, index) => (
            <>
              {index > 0 && ', '}
              <code>{value}</code>
            </>
          ))}
        </p>
      )}
      {patterns.map((pattern) => (
        <Pattern pattern={pattern} />
      ))}
      {example && (
        <p class="hint">
          Example: <code>{example}</code>
        </p>
      )}
    </>
  );
}

export function FieldList({ fields }: { fields: readonly Field[] }): VNode | null {
  if (fields.length === 0) return null;
  return (
    <ul class="fields">
      {fields.map((field) => (
        <li>
          <p>
            <code class="name">{field.name}</code>{' '}
            <span class="hint">
              {typeLine(field)}
              {field.required ? '' : ', optional'}
            </span>
          </p>
          <FieldFacts field={field} />
          <FieldList fields={field.fields} />
        </li>
      ))}
    </ul>
  );
}
