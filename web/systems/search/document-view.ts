// A document as it was published: plain text, as it stands.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PublishedDocument } from '../../../lambdas/search/contract.ts';
import { useAction } from '../../kit/action.ts';
import { Heading } from '../../kit/heading.ts';
import { Pending } from '../../kit/pending.ts';
import { getDocument } from './api.ts';

export function DocumentView({ documentId }: { documentId: string }): VNode {
  const [document, setDocument] = useState<PublishedDocument>();
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => setDocument(await getDocument(documentId)));
  useEffect(() => void load(), [documentId]);
  const back = html`<p><a href="#/search">Search</a></p>`;
  if (!document)
    return html`${back}<${Heading} title="Document">Document</${Heading}><${Pending} action=${action} again=${load} />`;
  return html`${back}
    <${Heading} title=${document.title}>${document.title}</${Heading}>
    <p class="hint">${documentId} · version ${document.version}</p>
    ${document.url && html`<p><a href=${document.url}>${document.url}</a></p>`}
    <pre class="document">${document.text}</pre>`;
}
