// The API reference, rendered from the document that the API itself serves.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { apiDocument } from './api.ts';
import { describe } from './failure.ts';
import { Heading } from './heading.ts';
import { type Operation, operationsOf } from './openapi.ts';

function Fields({ title, lines }: { title: string; lines: readonly string[] }): VNode | null {
  if (lines.length === 0) return null;
  return html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function OperationItem({ operation }: { operation: Operation }): VNode {
  const { method, path, summary, needsToken, parameters, body, responses } = operation;
  return html`<details class="card operation">
    <summary><code>${method} ${path}</code> ${summary}</summary>
    <p class="hint">${needsToken ? 'Needs an access token' : 'Public'}</p>
    <${Fields} title="Parameters" lines=${parameters} />
    <${Fields} title="Body" lines=${body} />
    <h3>Answers</h3>
    <ul>${responses.map(({ status, text, fields }) => html`<li><strong>${status}</strong> ${text}${fields.length > 0 && html`<ul>${fields.map((field) => html`<li>${field}</li>`)}</ul>`}</li>`)}</ul>
  </details>`;
}

export function ApiView(): VNode {
  const [operations, setOperations] = useState<readonly Operation[]>();
  const [missing, setMissing] = useState('');
  useEffect(() => {
    apiDocument().then(
      (document) => setOperations(operationsOf(document)),
      (error) => setMissing(describe(error).title),
    );
  }, []);
  return html`
    <${Heading} title="API">API</${Heading}>
    <p>Every operation, from <a href="/api/openapi.json">the OpenAPI document</a>.</p>
    ${missing && html`<p class="empty" role="alert">The API's document could not be read, so there is nothing to show here. ${missing}</p>`}
    ${operations?.length === 0 && html`<p class="empty">The document names no operations.</p>`}
    ${operations?.map((operation) => html`<${OperationItem} key=${operation.id} operation=${operation} />`)}
  `;
}
