// One operation of the API: its request and all its possible answers.
import type { VNode } from 'preact';
import { FieldFacts, FieldList, typeLine, Words } from './field-list.tsx';
import type { Answer, Body, Operation } from './openapi.ts';

/** The id equals the address's hash, so the browser's jump to an anchor leads to the operation. */
export const anchorOf = (id: string): string => `/api/${id}`;

export function MethodAndPath({ operation }: { operation: Operation }): VNode {
  const { method, path } = operation;
  return (
    <>
      <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
    </>
  );
}

function Content({ bodies }: { bodies: readonly Body[] }): (VNode | false)[][] {
  return bodies.map(({ mediaType, whole, examples }) => [
    <p class="hint">
      {mediaType}: {typeLine(whole)}
    </p>,
    <FieldFacts field={whole} />,
    <FieldList fields={whole.fields} />,
    examples.length > 0 && (
      <details>
        <summary>{examples.length > 1 ? 'Examples' : 'Example'}</summary>
        {examples.map((example) => (
          <pre>
            <code>{example}</code>
          </pre>
        ))}
      </details>
    ),
  ]);
}

function AnswerItem({ answer }: { answer: Answer }): VNode {
  const { status, text, headers, bodies, problems } = answer;
  return (
    <li>
      <p>
        <span class={status < '400' ? 'badge' : 'badge ended'}>{status}</span> {text}
      </p>
      {problems.length > 0 && (
        <ul class="problems">
          {problems.map(({ code, title }) => (
            <li>
              <code>{code}</code> {title}
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && bodies.length > 0 && <p class="hint">Or, from the gateway:</p>}
      <Content bodies={bodies} />
      {headers.length > 0 && (
        <details>
          <summary>
            {headers.length === 1 ? 'Header' : 'Headers'}{' '}
            {headers.map(({ name }, index) => (
              <>
                {index > 0 && ', '}
                <code>{name}</code>
              </>
            ))}
          </summary>
          <FieldList fields={headers} />
        </details>
      )}
    </li>
  );
}

export function OperationCard({ operation }: { operation: Operation }): VNode {
  const { id, summary, text, needsSignIn, parameters, body, answers } = operation;
  return (
    <article class="card operation" id={anchorOf(id)} aria-label={summary}>
      <h3 tabindex={-1}>
        <a href={`#${anchorOf(id)}`}>
          <MethodAndPath operation={operation} />
        </a>
      </h3>
      <p>
        {summary}. <Words text={text} /> <span class="hint">{needsSignIn ? 'Requires sign-in.' : 'Public.'}</span>
      </p>
      {parameters.map(({ where, fields }) => (
        <>
          <h4>In the {where}</h4>
          <FieldList fields={fields} />
        </>
      ))}
      {body && (
        <>
          <h4>In the body{!body.required && ', optional'}</h4>
          <Content bodies={body.bodies} />
        </>
      )}
      <h4>Responses</h4>
      <ul class="answers">
        {answers.map((answer) => (
          <AnswerItem answer={answer} />
        ))}
      </ul>
    </article>
  );
}
